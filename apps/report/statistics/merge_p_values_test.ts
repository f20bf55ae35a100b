import { assertAlmostEquals, assertEquals } from "@std/assert";
import { mergePValues } from "./merge_p_values.ts";

Deno.test("mergePValues() scales the middle p-value by the share of ranks up to it", () => {
  assertEquals(mergePValues([0.03]), 0.03);
  assertAlmostEquals(mergePValues([0.03, 0.01]), 0.02);
  assertAlmostEquals(mergePValues([0.9, 0.01, 0.02]), 0.03);
  assertAlmostEquals(mergePValues([0.01, 0.02, 0.03, 0.9, 0.8]), 0.05);
  assertEquals(mergePValues([0.9, 0.8, 1]), 1);
});
