// One p-value from the p-values of the same test on several seeds.

/**
 * Merges p-values of one hypothesis, however they depend on each other: with m the middle rank of K
 * values, K / m times the m-th smallest (Rüger 1978; about twice the median). One value is itself.
 */
export function mergePValues(pValues: readonly number[]): number {
  const count = pValues.length;
  const rank = Math.ceil(count / 2);
  const middle = pValues.toSorted((a, b) => a - b)[rank - 1]!;
  return Math.min(1, (count / rank) * middle);
}
