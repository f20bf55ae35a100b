/**
 * Dropout whose mask is a function of a seed and a counter.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { philox, wordsOf } from "./philox.ts";
import { hasKernel, runKernel, withGradient } from "./run_kernel.ts";

/** Options of {@linkcode dropout}. */
export interface DropoutOptions {
  /**
   * The shape of the mask, of the input's rank: an axis of size 1 shares the mask along it. For the same
   * mask at every step (variational dropout, Gal and Ghahramani 2016): `[batch, 1, features]`.
   */
  noiseShape?: readonly number[];
}

/** What the kernel `FusedDropout` gets: values [outer, repeat, inner], mask [outer, inner]. */
export interface DropoutAttributes {
  outer: number;
  repeat: number;
  inner: number;
  rate: number;
  seed: number;
  counter: number;
}

/** Kernel name: input -> output. */
export const FUSED_DROPOUT = "FusedDropout";

/**
 * Sets each element to 0 with probability `rate`, and divides the others by `1 - rate`.
 *
 * Element i of the mask depends on seed, counter and i alone: it is word i mod 4 of the Philox 4x32-10
 * block with counter (i / 4, 0, counter) and key seed, dropped where the word is below `rate * 2^32`. So
 * masks are the same on any number of threads and on every backend, and the gradient draws its mask again
 * in place of keeping it. Use another counter for every layer and step.
 *
 * @example
 * ```ts
 * import { dropout, useDevice } from "@sluice/kernels";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await useDevice("cpu");
 * const output = dropout(tf.ones([8]), 0.5, 42, 0);
 * console.log(output.dataSync()); // zeros and twos, always the same
 * ```
 *
 * @param input float32, any shape
 * @param rate The share of elements to drop, from 0 to below 1.
 * @param seed A whole number from 0 to 2^53 - 1.
 * @param counter A whole number from 0 to 2^53 - 1.
 * @returns A tensor of the input's shape.
 * @throws {RangeError} if an argument is out of its range or the noise shape does not fit.
 */
export function dropout<Input extends tf.Tensor>(
  input: Input,
  rate: number,
  seed: number,
  counter: number,
  options: DropoutOptions = {},
): Input {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`rate must be in [0, 1), not ${rate}`);
  for (const [name, value] of [["seed", seed], ["counter", counter]] as const) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`${name} must be a whole number from 0 to 2^53 - 1, not ${value}`);
    }
  }
  const noiseShape = options.noiseShape ?? input.shape;
  if (
    noiseShape.length !== input.rank ||
    noiseShape.some((size, axis) => size !== 1 && size !== input.shape[axis])
  ) {
    throw new RangeError(
      `noiseShape must have the sizes of shape [${input.shape}] or 1, not [${noiseShape}]`,
    );
  }
  if (rate === 0) return tf.clone(input);
  if (!hasKernel(FUSED_DROPOUT)) {
    return dropoutComposition(input, rate, seed, counter, { noiseShape });
  }
  const layout = layoutOf(input.shape, noiseShape);
  if (!layout) {
    return tf.tidy(() =>
      tf.mul(input, dropout(tf.ones([...noiseShape]), rate, seed, counter)) as Input
    );
  }
  const attributes: DropoutAttributes = { ...layout, rate, seed, counter };
  return withGradient([input], () => ({
    value: runKernel<tf.Tensor>(FUSED_DROPOUT, { input }, attributes),
    gradient: (input) => runKernel<tf.Tensor>(FUSED_DROPOUT, { input }, attributes),
  })) as Input;
}

/** The same of tfjs operations, with a mask that is drawn in JavaScript. */
export function dropoutComposition<Input extends tf.Tensor>(
  input: Input,
  rate: number,
  seed: number,
  counter: number,
  { noiseShape = input.shape }: DropoutOptions = {},
): Input {
  const mask = new Float32Array(noiseShape.reduce((product, size) => product * size, 1));
  const threshold = dropoutThreshold(rate), scale = 1 / (1 - rate), key = wordsOf(seed);
  for (let start = 0; start < mask.length; start += 4) {
    const words = philox([start / 4, 0, ...wordsOf(counter)], key);
    for (let i = 0; i < 4 && start + i < mask.length; i++) {
      mask[start + i] = words[i]! < threshold ? 0 : scale;
    }
  }
  return tf.tidy(() => tf.mul(input, tf.tensor(mask, [...noiseShape])) as Input);
}

/** Words below it are dropped. */
export function dropoutThreshold(rate: number): number {
  return Math.min(2 ** 32 - 1, Math.round(rate * 2 ** 32));
}

/** Values [outer, repeat, inner] and mask [outer, inner], where the mask is shared along one run of axes. */
function layoutOf(
  shape: readonly number[],
  noiseShape: readonly number[],
): Pick<DropoutAttributes, "outer" | "repeat" | "inner"> | undefined {
  const product = (sizes: readonly number[]) => sizes.reduce((product, size) => product * size, 1);
  const isShared = (axis: number) => noiseShape[axis] !== shape[axis];
  const axes = shape.map((_, axis) => axis).filter(isShared);
  if (axes.length === 0) return { outer: 1, repeat: 1, inner: product(shape) };
  const first = axes[0]!, end = axes.at(-1)! + 1;
  // Axes of size 1 inside of the run are neither here nor there.
  if (shape.slice(first, end).some((size, i) => size !== 1 && !isShared(first + i))) {
    return undefined;
  }
  return {
    outer: product(shape.slice(0, first)),
    repeat: product(shape.slice(first, end)),
    inner: product(shape.slice(end)),
  };
}
