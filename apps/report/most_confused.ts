// Which labels a configuration takes for which others.
import { sum } from "simple-statistics";
import type { Confusion } from "./confusion.ts";

/** A label that is called another. */
export interface Confused {
  /** The index of the right label. */
  label: number;
  /** The index of the label that is said. */
  said: number;
  /** How many examples, mean over the runs. */
  examples: number;
  /** Their share of the examples of the right label. */
  share: number;
}

/** Which labels are called which others, the most examples first. */
export function mostConfused({ counts }: Confusion, limit = 20): Confused[] {
  return counts
    .flatMap((row, label) =>
      row.map((examples, said) => ({ label, said, examples, share: examples / sum(row) }))
    )
    .filter(({ label, said, examples }) => label !== said && examples > 0)
    .sort((a, b) => b.examples - a.examples)
    .slice(0, limit);
}
