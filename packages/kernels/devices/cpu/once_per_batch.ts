/**
 * What follows from a batch's lengths alone.
 *
 * @module
 */

/**
 * A function that computes once for the same array of lengths and the same steps, and remembers the result for
 * as long as the array lives. Operations hand on one array a batch, which nobody changes; see ops/row_lengths.ts.
 */
export function oncePerBatch<Result>(
  compute: (lengths: Int32Array, steps: number) => Result,
): (lengths: Int32Array, steps?: number) => Result {
  const found = new WeakMap<Int32Array, Map<number, Result>>();
  return (lengths, steps = 0) => {
    let results = found.get(lengths);
    if (!results) found.set(lengths, results = new Map());
    let result = results.get(steps);
    if (result === undefined) results.set(steps, result = compute(lengths, steps));
    return result;
  };
}
