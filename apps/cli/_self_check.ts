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

/** The speed of large products. */
export interface SpeedCheck {
  /** Floating-point operations a second, in thousand millions, in products of 512 by 512 numbers. */
  productGigaflops: number;
}

/** Times products of 512 by 512 numbers for a quarter of a second and keeps the fastest. */
export function checkSpeed(): SpeedCheck {
  const size = 512;
  const left = tf.randomUniform([size, size], -1, 1, "float32", 1);
  const right = tf.randomUniform([size, size], -1, 1, "float32", 2);
  let fastest = Infinity;
  for (const end = performance.now() + 250; performance.now() < end;) {
    const began = performance.now();
    tf.tidy(() => tf.matMul(left, right).dataSync());
    fastest = Math.min(fastest, performance.now() - began);
  }
  tf.dispose([left, right]);
  return { productGigaflops: 2 * size ** 3 / fastest / 1e6 };
}
