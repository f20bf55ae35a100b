import { assertAlmostEquals, assertEquals } from "@std/assert";
import { spread } from "./spread.ts";

Deno.test("spread() gives the mean and the standard deviation of a sample", () => {
  assertEquals(spread([0.8]), { mean: 0.8 });
  const { mean, standardDeviation } = spread([2, 4, 4, 4, 5, 5, 7, 9]);
  assertEquals(mean, 5);
  assertAlmostEquals(standardDeviation!, Math.sqrt(32 / 7));
});
