// What a convolution is made of.
import type * as tf from "@tensorflow/tfjs-core";

/** The weights of one convolution. */
export interface ConvolutionWeights {
  /** float32 [width, channels, filters] */
  kernel: tf.Tensor3D;
  /** float32 [filters] */
  bias: tf.Tensor1D;
}
