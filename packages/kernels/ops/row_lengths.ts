/**
 * Rows of a padded batch that end at their own lengths.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { numbersOf } from "./lengths_tensor.ts";

/** The length of each row, [batch]: numbers, or a tensor of them, best one of `lengthsTensor`. */
export type RowLengths = ArrayLike<number> | tf.Tensor;

/**
 * The lengths of a batch's rows, which nobody changes: of the same tensor the same array each time, by which a
 * device can know that it has met a batch before.
 *
 * @param given One a row; all rows are `steps` long where it is left out.
 * @throws {RangeError} if one is not a whole number from 0 to `steps`, or their number is not `batch`.
 */
export function checkLengths(
  batch: number,
  steps: number,
  given?: RowLengths,
): Int32Array {
  if (!given) return new Int32Array(batch).fill(steps);
  const lengths = given instanceof tf.Tensor ? numbersOf(given) : given;
  if (lengths.length !== batch) {
    throw new RangeError(`there are ${lengths.length} lengths for a batch of ${batch} rows`);
  }
  for (let row = 0; row < batch; row++) {
    const length = lengths[row]!;
    if (!(Number.isInteger(length) && length >= 0 && length <= steps)) {
      throw new RangeError(`the length of row ${row} is ${length}, not from 0 to ${steps}`);
    }
  }
  return given instanceof tf.Tensor ? lengths as Int32Array : new Int32Array(lengths);
}

/** bool [batch, steps, 1]: whether a step is before its row's end. */
export function stepMask(lengths: Int32Array, steps: number): tf.Tensor3D {
  const mask = new Uint8Array(lengths.length * steps);
  lengths.forEach((length, row) => mask.fill(1, row * steps, row * steps + length));
  return tf.tensor3d(mask, [lengths.length, steps, 1], "bool");
}

/** `input` where the mask says so, else 0, even where `input` is not a number. */
export function maskSteps(input: tf.Tensor3D, mask: tf.Tensor3D): tf.Tensor3D {
  return tf.where(tf.broadcastTo(mask, input.shape), input, tf.zerosLike(input));
}

/** The maximum, whose gradient goes to the first winner alone (that of tf.max goes to all). */
export function maximumOverTime(x: tf.Tensor3D): tf.Tensor {
  const steps = x.shape[1];
  if (steps < 2) return tf.sum(x, 1);
  const winners = tf.oneHot(tf.argMax(x, 1) as tf.Tensor2D, steps, 1, 0, "bool");
  const byFilter = tf.transpose(x, [0, 2, 1]);
  return tf.sum(tf.where(winners, byFilter, tf.zerosLike(byFilter)), 2);
}
