/**
 * Clipping gradients by their common norm.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernel } from "./run_kernel.ts";

/** Kernel name: tensors -> the clipped tensors, then their norm. */
export const FUSED_CLIPPING = "FusedClipping";

/** What the kernel gets as attributes. */
export interface ClippingAttributes {
  maxNorm: number;
}

/** What {@linkcode clipByGlobalNorm} returns; the caller disposes of all of it. */
export interface ClippedTensors {
  /** One for each tensor, in their order. */
  clipped: tf.Tensor[];
  /** float32 scalar: the norm before clipping. */
  norm: tf.Scalar;
}

/**
 * Scales tensors by one factor so that their global norm, the square root of the sum of all their squares,
 * is at most `maxNorm`: by `min(1, maxNorm / (norm + 1e-6))`, the factor of PyTorch's `clip_grad_norm_`.
 *
 * On the `sluice` backend it is one call for all tensors, with the squares summed in float64 in a fixed
 * order; tensors that need no clipping are returned without a copy. It has no gradient.
 *
 * @example
 * ```ts
 * import { clipByGlobalNorm, useDevice } from "@sluice/kernels";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await useDevice("cpu");
 * const { clipped, norm } = clipByGlobalNorm([tf.tensor1d([3]), tf.tensor1d([4])], 1);
 * console.log(norm.arraySync()); // 5
 * console.log(clipped.map((tensor) => tensor.arraySync())); // about [[0.6], [0.8]]
 * ```
 *
 * @param tensors float32, any shapes. They are left as they are.
 * @param maxNorm The largest norm, above 0.
 * @throws {RangeError} if `maxNorm` is not above 0.
 */
export function clipByGlobalNorm(tensors: readonly tf.Tensor[], maxNorm: number): ClippedTensors {
  if (!(maxNorm > 0)) throw new RangeError(`maxNorm must be above 0, not ${maxNorm}`);
  if (!hasKernel(FUSED_CLIPPING)) return clippingComposition(tensors, maxNorm);
  const attributes: ClippingAttributes = { maxNorm };
  const outputs = runKernel<tf.Tensor[]>(FUSED_CLIPPING, { tensors }, attributes);
  return { clipped: outputs.slice(0, -1), norm: outputs.at(-1) as tf.Scalar };
}

/** The same of tfjs operations. */
export function clippingComposition(
  tensors: readonly tf.Tensor[],
  maxNorm: number,
): ClippedTensors {
  return tf.tidy(() => {
    const squares = tensors.map((tensor) => tf.sum(tf.square(tensor)));
    const norm = tf.sqrt(tf.addN([tf.scalar(0), ...squares])) as tf.Scalar;
    const factor = tf.minimum(1, tf.div(maxNorm, tf.add(norm, 1e-6)));
    return { clipped: tensors.map((tensor) => tf.mul(tensor, factor)), norm };
  });
}
