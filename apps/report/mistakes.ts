// The reviews that a configuration is most sure about and wrong.
import { mean } from "simple-statistics";
import type { Configuration } from "./comparisons.ts";

/** A review labelled wrongly. */
export interface Mistake {
  /** The id of the example. */
  id: string;
  /** The label that it has: 0 negative, 1 positive. */
  label: number;
  /** The probability of being positive that it was given, mean over the runs. */
  probability: number;
}

/**
 * The most confident mistakes, the worst first: by the mean probability over the runs that were tested
 * on the same reviews as the first. Empty where no predictions were saved.
 */
export function confidentMistakes({ runs }: Configuration, limit = 10): Mistake[] {
  const predictions = runs.flatMap((run) => run.predictions ?? []);
  const testSet = predictions[0]?.testSet;
  if (testSet === undefined) return [];
  const same = predictions.filter((prediction) => prediction.testSet === testSet);
  const mistakes: Mistake[] = [];
  testSet.ids.forEach((id, i) => {
    const label = testSet.labels[i]!;
    const probability = mean(same.map((prediction) => prediction.probabilities[i]![0]!));
    if ((probability >= 0.5) !== (label === 1)) mistakes.push({ id, label, probability });
  });
  // Ids are in order, and sorting keeps that order among equals.
  return mistakes.sort((a, b) => confidence(b) - confidence(a)).slice(0, limit);
}

/** The probability that the wrong label was given. */
function confidence({ label, probability }: Mistake): number {
  return label === 1 ? 1 - probability : probability;
}
