// Accuracy by how long a text is.
import { mean } from "simple-statistics";
import type { Comparison } from "./comparisons.ts";

/** Texts of about the same length. */
export interface LengthRange {
  /** The fewest tokens. */
  from: number;
  /** The most tokens. */
  to: number;
  /** The number of texts. */
  examples: number;
  /** Whether these are the texts that were cut to the maximal length. */
  cut: boolean;
}

/** The accuracy of each configuration on each range of lengths. */
export interface AccuracyByLength {
  /** The ranges that hold any texts, the shortest first. */
  ranges: LengthRange[];
  /** For each configuration its name and the accuracy on each range, mean over the runs. */
  rows: { label: string; accuracies: number[] }[];
}

const FIRST_BOUND = 64;

/**
 * Accuracy by length, in tokens as the first run with lengths read them, on the examples that it was
 * tested on. Undefined where no run saved lengths.
 */
export function accuracyByLength(comparison: Comparison): AccuracyByLength | undefined {
  const runs = comparison.configurations.flatMap(({ runs }) => runs);
  const measured = runs.find((run) => run.predictions?.lengths !== undefined);
  if (measured === undefined) return undefined;
  const { testSet } = measured.predictions!;
  const lengths = measured.predictions!.lengths!;
  const ranges = lengthRanges(lengths, measured.record.data.maxLength);
  const rangeOf = lengths.map((length) => ranges.findIndex(({ to }) => length <= to));
  const rows = comparison.configurations.flatMap(({ label, runs }) => {
    const predictions = runs.flatMap((run) =>
      run.predictions?.testSet === testSet ? [run.predictions] : []
    );
    if (predictions.length === 0) return [];
    const perRun = predictions.map(({ correct }) => {
      const right = new Array<number>(ranges.length).fill(0);
      rangeOf.forEach((range, i) => right[range]! += correct[i]!);
      return right;
    });
    const accuracies = ranges.map(({ examples }, range) =>
      mean(perRun.map((right) => right[range]!)) / examples
    );
    return [{ label, accuracies }];
  });
  return { ranges, rows };
}

/** Ranges that double, with one of their own for what was cut; empty ones are left out. */
function lengthRanges(lengths: Int32Array, maxLength: number): LengthRange[] {
  const ranges: LengthRange[] = [];
  let from = 0;
  for (let bound = FIRST_BOUND; from < maxLength; bound *= 2) {
    const to = Math.min(bound, maxLength - 1);
    ranges.push({ from, to, examples: 0, cut: false });
    from = to + 1;
  }
  ranges.push({ from: maxLength, to: Infinity, examples: 0, cut: true });
  for (const length of lengths) ranges.find(({ to }) => length <= to)!.examples++;
  return ranges.filter(({ examples }) => examples > 0);
}
