import { assert, assertEquals, assertRejects } from "@std/assert";
import { delay } from "./delay.ts";

Deno.test("delay() waits", async () => {
  const began = performance.now();
  await delay(20, new AbortController().signal);
  assert(performance.now() - began >= 15);
});

Deno.test("delay() ends with the signal, before or while it waits", async () => {
  const reason = new Error("enough");
  assertEquals(await assertRejects(() => delay(60_000, AbortSignal.abort(reason))), reason);
  const controller = new AbortController();
  const waiting = delay(60_000, controller.signal);
  controller.abort(reason);
  assertEquals(await assertRejects(() => waiting), reason);
});
