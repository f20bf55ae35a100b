// Predictions for tests: five examples, few enough to count by hand.
import type { Prediction } from "@sluice/runs";
import { exampleRun } from "./_example_runs.ts";
import { compareRuns, type Comparison } from "./comparisons.ts";
import type { Run } from "./read_runs.ts";
import { TestSets } from "./test_predictions.ts";

/** The predictions: right about c and d alone. */
export const EXAMPLE_PREDICTIONS: readonly Prediction[] = [
  { id: "c", label: 1, probabilities: [0.9], length: 64 },
  { id: "a", label: 1, probabilities: [0.2], length: 10 },
  { id: "b", label: 0, probabilities: [0.7], length: 65 },
  { id: "d", label: 0, probabilities: [0.01], length: 493 },
  { id: "e", label: 0, probabilities: [0.8], length: 493 },
];

/** Predictions about three labels: right about c and d alone. */
export const EXAMPLE_PREDICTIONS_OF_THREE: readonly Prediction[] = [
  { id: "c", label: 1, probabilities: [0.1, 0.8, 0.1] },
  { id: "a", label: 1, probabilities: [0.2, 0.2, 0.6] },
  { id: "b", label: 0, probabilities: [0.1, 0.7, 0.2] },
  { id: "d", label: 0, probabilities: [0.4, 0.4, 0.2] },
  { id: "e", label: 2, probabilities: [0.9, 0.05, 0.05] },
];

/**
 * Runs of one configuration on the five examples, with probabilities of one's own in the order of
 * the predictions; undefined for a run without predictions.
 */
export async function compareExamples(
  probabilities: readonly (readonly number[] | undefined)[],
): Promise<Comparison> {
  return await compareRows(
    ["negative", "positive"],
    probabilities.map((values) =>
      values && EXAMPLE_PREDICTIONS.map((row, i) => ({
        ...row,
        probabilities: i in values ? [values[i]!] : row.probabilities,
      }))
    ),
  );
}

/** Runs of one configuration with these predictions; undefined for a run without. */
export async function compareRows(
  labels: string[],
  predictions: readonly (readonly Prediction[] | undefined)[],
): Promise<Comparison> {
  const testSets = new TestSets();
  const runs: Run[] = [];
  for (const [index, rows] of predictions.entries()) {
    const { record } = exampleRun({ seed: index + 1, labels });
    const run = { name: record.id, record };
    runs.push(rows === undefined ? run : { ...run, predictions: await testSets.add(rows) });
  }
  return compareRuns(runs, [])[0]!;
}
