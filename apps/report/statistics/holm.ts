// Holm's correction for testing many hypotheses at once.

/**
 * Adjusts p-values so that the chance of even one false finding among all of them stays below the
 * level they are compared with (Holm 1979): the i-th smallest of m is multiplied by m - i + 1, and
 * none comes out below a smaller one. In the order of the input.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let floor = 0;
  order.forEach((index, rank) => {
    floor = Math.max(floor, Math.min(1, pValues[index]! * (pValues.length - rank)));
    adjusted[index] = floor;
  });
  return adjusted;
}
