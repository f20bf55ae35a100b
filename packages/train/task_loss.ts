// The loss that is minimised, as a tensor.
import { sigmoidCrossEntropy, softmaxCrossEntropy } from "@sluice/kernels";
import type { Task } from "@sluice/runs/task";
import * as tf from "@tensorflow/tfjs-core";

/**
 * The mean cross-entropy of a batch, in nats: a scalar with a gradient.
 *
 * @param task What is learnt.
 * @param labels The index of the right label of each row, [batch].
 * @param logits float32 [batch, outputs].
 */
export function taskLoss(task: Task, labels: Int32Array, logits: tf.Tensor2D): tf.Scalar {
  if (task.outputs > 1) return softmaxCrossEntropy(tf.tensor1d(labels, "int32"), logits);
  // In the logits' own shape: reshaping them would be two more operations a step.
  return sigmoidCrossEntropy(tf.tensor2d(new Float32Array(labels), [labels.length, 1]), logits);
}
