/**
 * What the tests of operations share: gradients by central differences in float64, and comparing.
 *
 * @module
 */
import { assertEquals, assertLess } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";

/** The gradient of `loss` by every element of its inputs. */
export function numericGradients(
  loss: (inputs: Float64Array[]) => number,
  inputs: ArrayLike<number>[],
): Float64Array[] {
  const values = inputs.map((input) => Float64Array.from(input));
  const step = 1e-5;
  return values.map((input) =>
    input.map((value, i) => {
      input[i] = value + step;
      const above = loss(values);
      input[i] = value - step;
      const below = loss(values);
      input[i] = value;
      return (above - below) / (2 * step);
    })
  );
}

/** Uniform values in [-scale, scale), the same for the same seed. */
export function randomValues(length: number, seed: number, scale = 1): Float32Array {
  return tf.tidy(() =>
    tf.randomUniform([length], -scale, scale, "float32", seed).dataSync<"float32">().slice()
  );
}

/** Lengths from 0 to `steps`, the same for the same seed. */
export function randomLengths(batch: number, steps: number, seed: number): number[] {
  return Array.from(
    randomValues(batch, seed),
    (value) => Math.min(steps, Math.floor((value + 1) / 2 * (steps + 1))),
  );
}

/**
 * What gradients in float32 may be off by, as a part of the largest one: where terms cancel, as in a
 * softmax, all of them are small beside their roundings. A wrong formula is off by a hundred times as much.
 */
export const GRADIENT_TOLERANCE = 1e-4;

/** Asserts that the largest difference is below `tolerance` times the largest expected value. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  assertEquals(actual.length, expected.length);
  let scale = 1e-3, worst = 0;
  for (let i = 0; i < expected.length; i++) scale = Math.max(scale, Math.abs(expected[i]!));
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  assertLess(worst / scale, tolerance);
}

/**
 * The output of an operation, and the gradients of its inputs where the loss is the sum of the output
 * times `outputWeights`.
 */
export function outputAndGradients(
  operation: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: { values: ArrayLike<number>; shape: number[] }[],
  outputWeights: (size: number) => Float32Array,
): { output: Float32Array; shape: number[]; gradients: Float32Array[] } {
  return tf.tidy(() => {
    let output = new Float32Array(), shape: number[] = [];
    const gradients = tf.grads((...tensors: tf.Tensor[]) => {
      const result = operation(...tensors);
      output = result.dataSync<"float32">().slice();
      shape = result.shape;
      return tf.sum(tf.mul(tf.reshape(result, [-1]), tf.tensor1d(outputWeights(result.size))));
    })(inputs.map(({ values, shape }) => tf.tensor(Float32Array.from(values), shape)));
    return { output, shape, gradients: gradients.map((g) => g.dataSync<"float32">().slice()) };
  });
}
