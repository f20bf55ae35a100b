import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  compareExamples,
  compareRows,
  EXAMPLE_PREDICTIONS_OF_THREE,
} from "./_example_predictions.ts";
import type { Configuration } from "./comparisons.ts";
import { confusion } from "./confusion.ts";

async function configuration(
  ...probabilities: (number[] | undefined)[]
): Promise<Configuration> {
  return (await compareExamples(probabilities)).configurations[0]!;
}

Deno.test("confusion() counts labels against predictions, and takes the mean over runs", async () => {
  const one = confusion(await configuration([]), 2)!;
  assertEquals(one.counts, [[1, 2], [1, 1]]);
  // Of the first label 2 * 1 / (3 + 2), of the second one 2 * 1 / (2 + 3).
  one.f1.forEach((f1) => assertAlmostEquals(f1, 0.4));
  const all = confusion(await configuration([], [0.5, 0.5, 0.5, 0.5, 0.5], undefined), 2)!;
  assertEquals(all.counts, [[0.5, 2.5], [0.5, 1.5]]);
  // The second run calls all positive: 0, and 2 * 2 / (2 + 5).
  assertAlmostEquals(all.f1[0]!, 0.2);
  assertAlmostEquals(all.f1[1]!, (0.4 + 4 / 7) / 2);
  assertEquals(confusion(await configuration(undefined), 2), undefined);
});

Deno.test("confusion() has a row and a column for each of more labels", async () => {
  const comparison = await compareRows(["x", "y", "z"], [EXAMPLE_PREDICTIONS_OF_THREE]);
  const { counts, f1 } = confusion(comparison.configurations[0]!, 3)!;
  assertEquals(counts, [[1, 1, 0], [0, 1, 1], [1, 0, 0]]);
  assertEquals(f1, [0.5, 0.5, 0]);
});
