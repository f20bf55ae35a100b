import { assertEquals } from "@std/assert";
import { compareExamples } from "./_example_predictions.ts";
import type { Configuration } from "./comparisons.ts";
import { confusion } from "./confusion.ts";

async function configuration(
  ...probabilities: (number[] | undefined)[]
): Promise<Configuration> {
  return (await compareExamples(probabilities)).configurations[0]!;
}

Deno.test("confusion() counts labels against predictions, and takes the mean over runs", async () => {
  assertEquals(confusion(await configuration([])), {
    trueNegative: 1,
    falsePositive: 2,
    falseNegative: 1,
    truePositive: 1,
  });
  assertEquals(confusion(await configuration([], [0.5, 0.5, 0.5, 0.5, 0.5], undefined)), {
    trueNegative: 0.5,
    falsePositive: 2.5,
    falseNegative: 0.5,
    truePositive: 1.5,
  });
  assertEquals(confusion(await configuration(undefined)), undefined);
});
