/**
 * The loss of a binary classifier, on logits, as one operation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernel, withGradient } from "./run_kernel.ts";

/** Kernel name: labels, logits -> each element's loss, and the mean loss's gradient. */
export const FUSED_SIGMOID_CROSS_ENTROPY = "FusedSigmoidCrossEntropy";

/**
 * The mean binary cross-entropy, in nats, of labels z and logits x:
 *
 *     max(x, 0) - x z + log(1 + exp(-|x|))
 *
 * It is `tf.losses.sigmoidCrossEntropy(labels, logits)`, the same bytes, gradient included; but that is a
 * chain of some 25 small operations, which take as long as a step of a small model. Labels have no gradient.
 *
 * @example
 * ```ts
 * import { sigmoidCrossEntropy, useDevice } from "@sluice/kernels";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await useDevice("cpu");
 * const loss = sigmoidCrossEntropy(tf.tensor1d([0, 1]), tf.tensor1d([0, 0]));
 * console.log(loss.arraySync()); // log(2), about 0.693
 * ```
 *
 * @param labels float32, from 0 to 1
 * @param logits float32, of the same shape
 * @returns float32 scalar
 * @throws {RangeError} if the shapes differ.
 */
export function sigmoidCrossEntropy(labels: tf.Tensor, logits: tf.Tensor): tf.Scalar {
  if (!tf.util.arraysEqual(labels.shape, logits.shape)) {
    throw new RangeError(`labels have shape [${labels.shape}], logits [${logits.shape}]`);
  }
  const isFused = labels.dtype === "float32" && logits.dtype === "float32" && logits.size > 0;
  if (!isFused || !hasKernel(FUSED_SIGMOID_CROSS_ENTROPY)) {
    return tf.losses.sigmoidCrossEntropy(labels, logits) as tf.Scalar;
  }
  return withGradient([logits], (save) => {
    const [losses, gradient] = runKernel<tf.Tensor[]>(FUSED_SIGMOID_CROSS_ENTROPY, {
      labels,
      logits,
    });
    save([gradient!]);
    return {
      value: tf.div(tf.sum(losses!), logits.size),
      gradient: (lossGradient, [gradient]) => tf.mul(lossGradient, gradient!),
    };
  }) as tf.Scalar;
}
