/**
 * What follows from a batch's lengths alone.
 *
 * @module
 */

/**
 * A function that computes once for the same array of lengths and the same steps, and remembers the last result:
 * what a batch asks for, it asks for in a row. Operations hand on one array a batch, which nobody changes; see
 * ops/row_lengths.ts.
 */
export function oncePerBatch<Result>(
  compute: (lengths: Int32Array, steps: number) => Result,
): (lengths: Int32Array, steps?: number) => Result {
  let last: { lengths: Int32Array; steps: number; result: Result } | undefined;
  return (lengths, steps = 0) => {
    if (last?.lengths !== lengths || last.steps !== steps) {
      last = { lengths, steps, result: compute(lengths, steps) };
    }
    return last.result;
  };
}
