import { assertEquals } from "@std/assert";
import { OPERATIONS } from "./_operations.ts";
import { useDevice } from "../../mod.ts";

for (const [name, run] of Object.entries(OPERATIONS)) {
  Deno.test(`${name}: the same bytes on 1, 2, 3 and 4 threads, and again`, async () => {
    await useDevice("cpu", { threads: 1 });
    const expected = run();
    assertEquals(expected.every(Number.isFinite), true);
    assertEquals(expected.some((value) => value !== 0), true);
    for (const threads of [1, 2, 3, 4, 2]) {
      await useDevice("cpu", { threads });
      assertEquals(run(), expected);
    }
  });
}
