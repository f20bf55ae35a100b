/**
 * Convolutions of tfjs operations: for backends without the fused kernel, and to test it against.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { ConvolutionWeights } from "./convolution_weights.ts";
import { maskSteps, maximumOverTime, stepMask } from "./row_lengths.ts";

/** The same operations as in convolution.ts, layer by layer; see there. */
export function convolutionComposition(
  input: tf.Tensor3D,
  layers: readonly ConvolutionWeights[],
  pool: boolean,
  options: { padding: "same" | "valid"; lengths: Int32Array },
): tf.Tensor {
  return tf.tidy(() => {
    let { lengths } = options;
    let x = maskSteps(input, stepMask(lengths, input.shape[1]));
    for (const { kernel, bias } of layers) {
      const lost = options.padding === "same" ? 0 : kernel.shape[0] - 1;
      lengths = lengths.map((length) => Math.max(0, length - lost));
      const steps = Math.max(0, x.shape[1] - lost);
      const convolved = steps === 0
        ? convolveNothing(x, kernel)
        : tf.conv1d(x, kernel, 1, options.padding);
      x = maskSteps(tf.relu(tf.add(convolved, bias)), stepMask(lengths, steps));
    }
    return pool ? maximumOverTime(x) : x;
  });
}

/** No steps; of tensors all the same, so that there are gradients. */
function convolveNothing(x: tf.Tensor3D, kernel: tf.Tensor3D): tf.Tensor3D {
  const [batch, , channels] = x.shape, filters = kernel.shape[2];
  const none = tf.reshape(tf.slice(x, [0, 0, 0], [-1, 0, -1]), [0, channels]);
  const tap = tf.reshape(tf.slice(kernel, [0, 0, 0], [1, -1, -1]), [channels, filters]);
  return tf.reshape(tf.matMul(none, tap), [batch, 0, filters]);
}
