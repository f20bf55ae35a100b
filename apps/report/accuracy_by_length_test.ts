import { assertEquals } from "@std/assert";
import { compareExamples } from "./_example_predictions.ts";
import { withoutPredictions } from "./_example_runs.ts";
import { accuracyByLength } from "./accuracy_by_length.ts";
import type { Run } from "./read_runs.ts";

Deno.test("accuracyByLength() has a range of its own for what was cut", async () => {
  assertEquals(accuracyByLength(await compareExamples([[], undefined])), {
    ranges: [
      { from: 0, to: 64, examples: 2, cut: false },
      { from: 65, to: 128, examples: 1, cut: false },
      { from: 493, to: Infinity, examples: 2, cut: true },
    ],
    rows: [{ label: "lstm", accuracies: [0.5, 0, 0.5] }],
  });
  // The second run is right about all: the mean of each range with 1.
  const two = accuracyByLength(await compareExamples([[], [0.9, 0.9, 0.1, 0.1, 0.1]]));
  assertEquals(two!.rows, [{ label: "lstm", accuracies: [0.75, 0.5, 0.75] }]);
  const none = await compareExamples([[]]);
  const runs = none.configurations[0]!.runs.map(withoutPredictions) as [Run];
  none.configurations[0]!.runs = runs;
  assertEquals(accuracyByLength(none), undefined);
});
