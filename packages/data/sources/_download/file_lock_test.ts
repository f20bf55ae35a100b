import { assert, assertEquals, assertRejects } from "@std/assert";
import { makeTemporaryFolder } from "../../_testing.ts";
import { acquireFileLock } from "./file_lock.ts";

Deno.test("acquireFileLock() lets one in after the other, and leaves the file", async () => {
  using folder = makeTemporaryFolder();
  const path = `${folder.path}/lock`;
  const events: string[] = [];
  const first = await acquireFileLock(path);
  const waiting = acquireFileLock(path, {
    onWait: () => {
      if (events.at(-1) === "wait") return;
      events.push("wait");
      setTimeout(() => {
        events.push("free");
        first[Symbol.dispose]();
      });
    },
  });
  using _second = await waiting;
  assertEquals(events, ["wait", "free"]);
  assert(Deno.statSync(path).isFile);
});

Deno.test("acquireFileLock() stops waiting with the signal, and takes nothing", async () => {
  using folder = makeTemporaryFolder();
  const path = `${folder.path}/lock`;
  const reason = new Error("enough");
  {
    using _first = await acquireFileLock(path);
    const signal = AbortSignal.abort(reason);
    assertEquals(await assertRejects(() => acquireFileLock(path, { signal })), reason);
  }
  using _again = await acquireFileLock(path);
});
