// Two quick checks of the device in use: are gradients right, and how fast are products?
import { lstm, lstmComposition } from "@sluice/kernels";
import * as tf from "@tensorflow/tfjs";

/** The largest error that rounding explains, relative to the largest gradient. */
const TOLERANCE = 1e-4;

/** How far the LSTM's gradients are from those of plain operations. */
export interface GradientCheck {
  /** The largest difference, relative to the largest gradient of the same weights. */
  gradientError: number;
  /** Whether it is no more than rounding. */
  gradientsRight: boolean;
}

/** Compares the gradients of the fused LSTM with those of the same thing made of plain operations. */
export function checkGradients(): GradientCheck {
  const [batch, time, features, hidden] = [5, 7, 6, 9];
  const lengths = [7, 3, 1, 0, 5];
  let gradientError = 0;
  tf.tidy(() => {
    const uniform = (shape: number[], seed: number) =>
      tf.randomUniform(shape, -0.5, 0.5, "float32", seed);
    const inputs = [
      uniform([batch, time, features], 1),
      uniform([features, 4 * hidden], 2),
      uniform([hidden, 4 * hidden], 3),
      uniform([4 * hidden], 4),
    ];
    const gradientsOf = (layer: typeof lstm) =>
      tf.grads((input, kernel, recurrentKernel, bias) =>
        tf.sum(tf.square(layer(
          input as tf.Tensor3D,
          kernel as tf.Tensor2D,
          recurrentKernel as tf.Tensor2D,
          bias as tf.Tensor1D,
          { lengths },
        )))
      )(inputs);
    const fused = gradientsOf(lstm);
    const composed = gradientsOf(lstmComposition);
    fused.forEach((gradient, index) => {
      const difference = tf.max(tf.abs(tf.sub(gradient, composed[index]!))).dataSync()[0]!;
      const largest = tf.max(tf.abs(composed[index]!)).dataSync()[0]!;
      // A gradient that is no number must not pass for a small one.
      const error = difference / largest;
      gradientError = Number.isNaN(error) ? Infinity : Math.max(gradientError, error);
    });
  });
  return { gradientError, gradientsRight: gradientError <= TOLERANCE };
}

/** The speed of training. */
export interface SpeedCheck {
  /** Steps of time that an LSTM takes forward and backward a second, over all rows of a batch. */
  lstmTokensPerSecond: number;
}

/** Times an LSTM of usual size forward and backward for half a second, and keeps the fastest. */
export function checkSpeed(): SpeedCheck {
  const [batch, time, features, hidden] = [64, 128, 32, 64];
  const inputs = [
    tf.randomUniform([batch, time, features], -1, 1, "float32", 1),
    tf.randomUniform([features, 4 * hidden], -0.1, 0.1, "float32", 2),
    tf.randomUniform([hidden, 4 * hidden], -0.1, 0.1, "float32", 3),
    tf.zeros([4 * hidden]),
  ];
  const gradients = tf.grads((input, kernel, recurrentKernel, bias) =>
    tf.sum(lstm(
      input as tf.Tensor3D,
      kernel as tf.Tensor2D,
      recurrentKernel as tf.Tensor2D,
      bias as tf.Tensor1D,
    ))
  );
  let fastest = Infinity;
  for (const end = performance.now() + 500; performance.now() < end;) {
    const began = performance.now();
    tf.tidy(() => gradients(inputs).forEach((gradient) => gradient.dataSync()));
    fastest = Math.min(fastest, performance.now() - began);
  }
  tf.dispose(inputs);
  return { lstmTokensPerSecond: Math.round(batch * time / fastest * 1000) };
}
