/**
 * Pooling of tfjs operations: for backends without the fused kernel, and to test it against.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { PoolingKind } from "./pooling_kind.ts";
import { maskSteps, maximumOverTime, stepMask } from "./row_lengths.ts";

/** The same operation as `pool`; see there. */
export function poolingComposition(
  input: tf.Tensor3D,
  kind: PoolingKind,
  lengths: Int32Array,
  attentionVector?: tf.Tensor1D,
): tf.Tensor {
  return tf.tidy(() => {
    const [batch, steps, features] = input.shape;
    const mask = stepMask(lengths, steps);
    const x = maskSteps(input, mask);
    if (kind === "mean") {
      const divisors = tf.tensor2d(lengths.map((length) => Math.max(1, length)), [batch, 1]);
      return tf.div(tf.sum(x, 1), divisors);
    }
    if (kind === "max") {
      // Masked steps lose against every value, and rows of nothing else become zeros.
      const lowest = tf.fill(x.shape, -3e38);
      const ownSteps = tf.where(tf.broadcastTo(mask, x.shape), x, lowest);
      const filled = tf.tensor2d(lengths.map((length) => Math.min(1, length)), [batch, 1], "bool");
      const most = maximumOverTime(ownSteps as tf.Tensor3D);
      return tf.where(tf.broadcastTo(filled, most.shape), most, tf.zerosLike(most));
    }
    const scores = tf.matMul(
      tf.reshape(x, [batch * steps, features]) as tf.Tensor2D,
      tf.reshape(attentionVector!, [features, 1]) as tf.Tensor2D,
    );
    const ownSteps = tf.reshape(mask, [batch, steps]);
    const masked = tf.where(
      ownSteps,
      tf.reshape(scores, [batch, steps]),
      tf.fill([batch, steps], -3e38),
    );
    const weights = tf.expandDims(tf.mul(tf.softmax(masked), tf.cast(ownSteps, "float32")), 2);
    return tf.sum(tf.mul(x, weights), 1);
  });
}
