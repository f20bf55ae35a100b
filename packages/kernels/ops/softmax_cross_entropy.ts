/**
 * The loss of a classifier of several classes, on logits, as one operation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernel, withGradient } from "./run_kernel.ts";

/** Kernel name: labels, logits -> each row's loss, and the mean loss's gradient. */
export const FUSED_SOFTMAX_CROSS_ENTROPY = "FusedSoftmaxCrossEntropy";

/**
 * The mean cross-entropy, in nats, of the softmax of each row's logits x against the row's label z:
 *
 *     log(sum over k of exp(x_k)) - x_z
 *
 * Its gradient is the difference of the softmax and the one-hot label, over the number of rows. Labels have
 * no gradient.
 *
 * On the `sluice` backend it is one fused kernel, which refuses a label that is none of the classes;
 * elsewhere it is composed of tfjs operations.
 *
 * @example
 * ```ts
 * import { softmaxCrossEntropy, useDevice } from "@sluice/kernels";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await useDevice("cpu");
 * const loss = softmaxCrossEntropy(tf.tensor1d([2, 0], "int32"), tf.zeros([2, 3]));
 * console.log(loss.arraySync()); // log(3), about 1.099
 * ```
 *
 * @param labels int32 [batch], each from 0 to below `classes`
 * @param logits float32 [batch, classes], two classes or more
 * @returns float32 scalar
 * @throws {RangeError} if the shapes do not fit, labels are not int32, or a label is none of the classes.
 */
export function softmaxCrossEntropy(labels: tf.Tensor1D, logits: tf.Tensor2D): tf.Scalar {
  if (labels.rank !== 1 || logits.rank !== 2 || labels.size !== logits.shape[0]) {
    throw new RangeError(
      `labels must have shape [batch] and logits [batch, classes], not [${labels.shape}] and ` +
        `[${logits.shape}]`,
    );
  }
  if (logits.shape[1] < 2) {
    throw new RangeError(`there must be two classes or more, not ${logits.shape[1]}`);
  }
  if (labels.dtype !== "int32") {
    throw new RangeError(`labels must be int32, not ${labels.dtype}`);
  }
  const isFused = logits.dtype === "float32" && logits.size > 0 &&
    hasKernel(FUSED_SOFTMAX_CROSS_ENTROPY);
  if (!isFused) return softmaxCrossEntropyComposition(labels, logits);
  return withGradient([logits], (save) => {
    const [losses, gradient] = runKernel<tf.Tensor[]>(FUSED_SOFTMAX_CROSS_ENTROPY, {
      labels,
      logits,
    });
    save([gradient!]);
    return {
      value: tf.div(tf.sum(losses!), labels.size),
      gradient: (lossGradient, [gradient]) => tf.mul(lossGradient, gradient!),
    };
  }) as tf.Scalar;
}

/** {@linkcode softmaxCrossEntropy} composed of tfjs operations on any backend. */
export function softmaxCrossEntropyComposition(
  labels: tf.Tensor1D,
  logits: tf.Tensor2D,
): tf.Scalar {
  return withGradient([logits], (save) => {
    const isLabel = tf.oneHot(labels, logits.shape[1], 1, 0, "bool");
    save([logits, isLabel]);
    // Chosen, not multiplied: 0 times an infinite logit is not a number.
    const ofLabel = tf.sum(tf.where(isLabel, logits, tf.zerosLike(logits)), 1);
    return {
      value: tf.div(tf.sum(tf.sub(tf.logSumExp(logits, 1), ofLabel)), labels.size),
      gradient: (lossGradient, [logits, isLabel]) => {
        const difference = tf.sub(tf.softmax(logits!), tf.cast(isLabel!, "float32"));
        return tf.mul(lossGradient, tf.div(difference, labels.size));
      },
    };
  }) as tf.Scalar;
}
