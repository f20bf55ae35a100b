// What a configuration calls the examples of each label.
import { ConfusionCounts } from "@sluice/runs";
import { mean } from "simple-statistics";
import type { Configuration } from "./comparisons.ts";
import type { TestPredictions } from "./test_predictions.ts";

/** How often each label was said of the test examples of each label, means over the runs. */
export interface Confusion {
  /** The counts: a row for each right label, in it a number for each label that was said. */
  counts: number[][];
  /** The F1 of each label. */
  f1: number[];
}

/**
 * The confusion matrix of a configuration, or undefined where no predictions were saved.
 *
 * @param classes The number of labels.
 */
export function confusion({ runs }: Configuration, classes: number): Confusion | undefined {
  const all = runs.flatMap((run) => run.predictions ?? [])
    .map((predictions) => countConfusions(predictions, classes));
  if (all.length === 0) return undefined;
  const labels = Array.from({ length: classes }, (_, label) => label);
  return {
    counts: labels.map((label) =>
      labels.map((said) => mean(all.map((counts) => counts.count(label, said))))
    ),
    f1: labels.map((label) => mean(all.map((counts) => counts.f1(label)))),
  };
}

/** How often one run said each label of the examples of each. */
export function countConfusions(
  { testSet, said }: TestPredictions,
  classes: number,
): ConfusionCounts {
  const counts = new ConfusionCounts(classes);
  testSet.labels.forEach((label, index) => counts.add(label, said[index]!));
  return counts;
}
