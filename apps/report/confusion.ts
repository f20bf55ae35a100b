// What a configuration calls the negative and the positive reviews.
import { mean } from "simple-statistics";
import type { Configuration } from "./comparisons.ts";

/** Counts of test reviews by label and prediction, means over the runs. */
export interface Confusion {
  /** Negative reviews called negative. */
  trueNegative: number;
  /** Negative reviews called positive. */
  falsePositive: number;
  /** Positive reviews called negative. */
  falseNegative: number;
  /** Positive reviews called positive. */
  truePositive: number;
}

/** The confusion matrix of a configuration, or undefined where no predictions were saved. */
export function confusion({ runs }: Configuration): Confusion | undefined {
  const predictions = runs.flatMap((run) => run.predictions ?? []);
  if (predictions.length === 0) return undefined;
  const count = (label: number, correct: number) =>
    mean(predictions.map((prediction) => {
      let sum = 0;
      prediction.testSet.labels.forEach((value, i) => {
        if (value === label && prediction.correct[i] === correct) sum++;
      });
      return sum;
    }));
  return {
    trueNegative: count(0, 1),
    falsePositive: count(0, 0),
    falseNegative: count(1, 0),
    truePositive: count(1, 1),
  };
}
