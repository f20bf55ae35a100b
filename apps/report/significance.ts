// Which configurations differ in accuracy by more than chance explains.
import { type Configuration, seedKey } from "./comparisons.ts";
import type { TestPredictions } from "./test_predictions.ts";
import { holm } from "./statistics/holm.ts";
import { countDisagreement, mcNemar } from "./statistics/mcnemar.ts";
import { mergePValues } from "./statistics/merge_p_values.ts";
import { mean } from "simple-statistics";

/** The level below which a corrected p-value counts as significant. */
export const SIGNIFICANCE_LEVEL = 0.05;

/** The difference of two configurations on the same test examples, at the final epoch. */
export interface Difference {
  /** The name of the first. */
  first: string;
  /** The name of the second. */
  second: string;
  /** How many pairs of runs were compared, a seed each. */
  pairs: number;
  /** The accuracy of the first less that of the second, mean over the pairs. */
  accuracy: number;
  /** The examples that only the first labels rightly, mean over the pairs. */
  onlyFirst: number;
  /** The examples that only the second labels rightly, mean over the pairs. */
  onlySecond: number;
  /** The p-value of McNemar's exact test, merged over the pairs. */
  p: number;
  /** The same, by Holm's correction for all differences of the comparison. */
  corrected: number;
}

/**
 * Tests every two configurations that have predictions on the same examples: McNemar's exact test on
 * runs with the same seeds, one p-value of them all, and Holm's correction over all pairs.
 */
export function testDifferences(configurations: readonly Configuration[]): Difference[] {
  const differences: Omit<Difference, "corrected">[] = [];
  configurations.forEach((first, index) => {
    for (const second of configurations.slice(index + 1)) {
      const pairs = pairRuns(first, second);
      if (pairs.length === 0) continue;
      const counts = pairs.map(([a, b]) => countDisagreement(a.correct, b.correct));
      const onlyFirst = mean(counts.map((count) => count.onlyFirst));
      const onlySecond = mean(counts.map((count) => count.onlySecond));
      differences.push({
        first: first.label,
        second: second.label,
        pairs: pairs.length,
        accuracy: (onlyFirst - onlySecond) / pairs[0]![0].correct.length,
        onlyFirst,
        onlySecond,
        p: mergePValues(counts.map(mcNemar)),
      });
    }
  });
  const corrected = holm(differences.map((difference) => difference.p));
  return differences.map((difference, i) => ({ ...difference, corrected: corrected[i]! }));
}

/** Runs with the same seeds on the same examples; where there are none, the first of each. */
function pairRuns(
  first: Configuration,
  second: Configuration,
): [TestPredictions, TestPredictions][] {
  const pairs: [TestPredictions, TestPredictions][] = [];
  for (const a of first.runs) {
    const b = second.runs.find((b) => seedKey(a.record) === seedKey(b.record));
    if (a.predictions && b?.predictions && a.predictions.testSet === b.predictions.testSet) {
      pairs.push([a.predictions, b.predictions]);
    }
  }
  if (pairs.length > 0) return pairs;
  const a = first.runs[0].predictions;
  const b = second.runs[0].predictions;
  return a && b && a.testSet === b.testSet ? [[a, b]] : [];
}

/** The difference of two configurations, whichever way round it was tested, or undefined. */
export function findDifference(
  differences: readonly Difference[],
  one: string,
  other: string,
): Difference | undefined {
  return differences.find(({ first, second }) =>
    (first === one && second === other) || (first === other && second === one)
  );
}
