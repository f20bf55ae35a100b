// Scales all gradients down together where they are too large, as PyTorch's clip_grad_norm_ does.
import * as tf from "@tensorflow/tfjs";

/**
 * Scales gradients by one factor so that their global norm, the square root of the sum of all squares,
 * is at most `maximum`. Gradients of a smaller norm keep their values.
 *
 * The factor is `min(1, maximum / (norm + 1e-6))`, PyTorch's.
 *
 * @param gradients The gradients. They are left as they are.
 * @param maximum The largest norm, above 0.
 * @returns New tensors, in the same order; the caller disposes of them.
 *
 * @example
 * ```ts
 * import { clipByGlobalNorm } from "@sluice/train";
 * import { assertAlmostEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 *
 * const gradients = [tf.tensor1d([3]), tf.tensor1d([4])]; // The global norm is 5.
 * const [first] = clipByGlobalNorm(gradients, 1);
 * assertAlmostEquals(first!.dataSync()[0]!, 0.6, 1e-6);
 * ```
 */
export function clipByGlobalNorm(gradients: readonly tf.Tensor[], maximum: number): tf.Tensor[] {
  return tf.tidy(() => {
    const norm = tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
    const factor = tf.minimum(1, tf.div(maximum, tf.add(norm, 1e-6)));
    return gradients.map((gradient) => tf.mul(gradient, factor));
  });
}
