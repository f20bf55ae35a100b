// Two quick checks of the device in use: are gradients right, and how fast are products?
import { lstm } from "@sluice/kernels";
import * as tf from "@tensorflow/tfjs-core";

/** The largest error that rounding explains, relative to the largest gradient. */
const TOLERANCE = 1e-4;

/** How far the LSTM's gradients are from those of plain operations. */
export interface GradientCheck {
  /** The largest difference, relative to the largest gradient of the same weights. */
  gradientError: number;
  /** Whether it is no more than rounding. */
  gradientsRight: boolean;
}

/**
 * Compares the gradients of the fused LSTM with those on TensorFlow.js's own `cpu` backend, which
 * knows no fused LSTM and computes it by plain operations.
 */
export async function checkGradients(): Promise<GradientCheck> {
  const [batch, time, features, hidden] = [5, 7, 6, 9];
  const lengths = [7, 3, 1, 0, 5];
  const shapes = [[batch, time, features], [features, 4 * hidden], [hidden, 4 * hidden], [
    4 * hidden,
  ]];
  const values = shapes.map((shape, index) =>
    tf.tidy(() => tf.randomUniform(shape, -0.5, 0.5, "float32", index + 1).dataSync())
  );
  const gradients = () =>
    tf.tidy(() =>
      tf.grads((input, kernel, recurrentKernel, bias) =>
        tf.sum(tf.square(lstm(
          input as tf.Tensor3D,
          kernel as tf.Tensor2D,
          recurrentKernel as tf.Tensor2D,
          bias as tf.Tensor1D,
          { lengths },
        )))
      )(values.map((value, index) => tf.tensor(value, shapes[index])))
        .map((gradient) => gradient.dataSync())
    );
  // Else the `cpu` backend advises to install another one.
  tf.enableProdMode();
  const backend = tf.getBackend();
  const fused = gradients();
  await tf.setBackend("cpu");
  const plain = gradients();
  await tf.setBackend(backend);

  let gradientError = 0;
  plain.forEach((gradient, index) => {
    let largest = 0;
    let difference = 0;
    gradient.forEach((value, place) => {
      largest = Math.max(largest, Math.abs(value));
      difference = Math.max(difference, Math.abs(value - fused[index]![place]!));
    });
    // A gradient that is no number must not pass for a small one.
    gradientError = Math.max(gradientError, difference / largest);
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
