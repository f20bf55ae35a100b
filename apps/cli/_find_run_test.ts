import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { RunFolder, RunLockedError } from "@sluice/runs";
import { UsageError } from "../command_line/usage_error.ts";
import { checkNotLocked, findRun, runArgument } from "./_find_run.ts";
import { withFolder } from "./_fixtures.ts";

Deno.test("a run is found by its name and by its folder's path", async () => {
  await withFolder(async (runs) => {
    await assertRejects(() => findRun("a", runs), Error, `${runs} holds no runs`);
    for (const name of ["lstm-1", "killed-1/.published"]) {
      await Deno.mkdir(`${runs}/${name}`, { recursive: true });
      await Deno.writeTextFile(`${runs}/${name}/run.json`, "{}");
    }
    assertEquals(await findRun("lstm-1", runs), `${runs}/lstm-1`);
    assertEquals(await findRun(`${runs}/lstm-1/`, "elsewhere"), `${runs}/lstm-1`);
    assertEquals(await findRun("killed-1", runs), `${runs}/killed-1`, "published, not yet placed");
    await assertRejects(() => findRun("lstn-1", runs), Error, "did you mean lstm-1?");
    await assertRejects(() => findRun("xyzzy", runs), Error, `(runs in ${runs}: killed-1, lstm-1)`);
  });
});

Deno.test("a run that is being written is refused to a second writer", async () => {
  await withFolder(async (folder) => {
    await checkNotLocked(folder);
    {
      using _writer = await RunFolder.open(folder);
      await assertRejects(() => checkNotLocked(folder), RunLockedError, "is being written");
    }
    await checkNotLocked(folder);
  });
});

Deno.test("a command takes one run", () => {
  assertEquals(runArgument("evaluate", ["a"]), "a");
  assertThrows(() => runArgument("evaluate", []), UsageError, "which run? deno task evaluate RUN");
  assertThrows(() => runArgument("evaluate", ["a", "b"]), UsageError, "what is b?");
});
