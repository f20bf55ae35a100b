// Predictions for tests: five reviews, few enough to count by hand.
import type { Prediction } from "@sluice/train/run_record";
import { exampleRun } from "./_example_runs.ts";
import { compareRuns, type Comparison } from "./comparisons.ts";
import type { Run } from "./read_runs.ts";
import { TestSets } from "./test_predictions.ts";

/** The predictions: right about c and d alone. */
export const EXAMPLE_PREDICTIONS: readonly Prediction[] = [
  { id: "c", label: 1, probability: 0.9, length: 64 },
  { id: "a", label: 1, probability: 0.2, length: 10 },
  { id: "b", label: 0, probability: 0.7, length: 65 },
  { id: "d", label: 0, probability: 0.01, length: 493 },
  { id: "e", label: 0, probability: 0.8, length: 493 },
];

/**
 * Runs of one configuration on the five reviews, with probabilities of one's own in the order of
 * the predictions; undefined for a run without predictions.
 */
export async function compareExamples(
  probabilities: readonly (readonly number[] | undefined)[],
): Promise<Comparison> {
  const testSets = new TestSets();
  const runs: Run[] = [];
  for (const [index, values] of probabilities.entries()) {
    const { record } = exampleRun({ seed: index + 1 });
    const run = { name: record.id, record };
    const rows = EXAMPLE_PREDICTIONS.map((row, i) => ({
      ...row,
      probability: values?.[i] ?? row.probability,
    }));
    runs.push(values === undefined ? run : { ...run, predictions: await testSets.add(rows) });
  }
  return compareRuns(runs, [])[0]!;
}
