// McNemar's exact test: do two classifiers err equally often on the same examples?

/** What two classifiers make of the same examples. */
export interface Disagreement {
  /** The number of examples that only the first labels rightly. */
  onlyFirst: number;
  /** The number of examples that only the second labels rightly. */
  onlySecond: number;
}

/** Counts where two classifiers disagree. Both arrays have 1 where an example is labelled rightly. */
export function countDisagreement(first: Uint8Array, second: Uint8Array): Disagreement {
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let i = 0; i < first.length; i++) {
    onlyFirst += first[i]! & ~second[i]!;
    onlySecond += second[i]! & ~first[i]!;
  }
  return { onlyFirst, onlySecond };
}

/**
 * The two-sided p-value of McNemar's exact test (McNemar 1947, in the exact form of a binomial test):
 * if both classifiers err equally often, each example on which they disagree goes to either with
 * probability one half, so p = 2 P(X <= min(b, c)) for X ~ Binomial(b + c, 1/2), at most 1.
 */
export function mcNemar({ onlyFirst, onlySecond }: Disagreement): number {
  const n = onlyFirst + onlySecond;
  const smaller = Math.min(onlyFirst, onlySecond);
  if (2 * smaller >= n - 1) return 1;
  // The largest term, C(n, smaller) / 2^n, by logarithms; each one below it by its ratio to the last.
  let logTerm = -n * Math.LN2;
  for (let k = 1; k <= smaller; k++) logTerm += Math.log((n - smaller + k) / k);
  let sum = 0;
  let relative = 1;
  for (let k = smaller; k >= 0 && relative > 0; k--) {
    sum += relative;
    relative *= k / (n - k + 1);
  }
  return Math.min(1, 2 * Math.exp(logTerm + Math.log(sum)));
}
