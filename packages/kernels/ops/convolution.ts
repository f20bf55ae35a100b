/**
 * Convolutions over time with bias and ReLU, alone, stacked, and with a maximum over time, as one operation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { convolutionComposition } from "./convolution_composition.ts";
import { checkLengths, type RowLengths } from "./row_lengths.ts";
import { hasKernel, type NamedTensors, runKernel, withGradient } from "./run_kernel.ts";
import type { ConvolutionWeights } from "./convolution_weights.ts";

/** Options of the convolutions. */
export interface ConvolutionOptions {
  /** The length of each row, [batch], 0 to the number of steps; the default is all steps. */
  lengths?: RowLengths;
  /**
   * `"same"` (the default): as many steps as the input, the row's ends padded with zeros, the odd one at
   * the end, as in Keras. `"valid"`: only windows inside the row, so it gets `width - 1` steps shorter.
   */
  padding?: "same" | "valid";
}

/** What the kernels `FusedConvolution` and `FusedConvolutionGradient` get as attributes. */
export interface ConvolutionAttributes {
  padding: "same" | "valid";
  /** Whether the output is the maximum over each row's steps. */
  pool: boolean;
  /** [batch]; nobody changes it. */
  lengths: Int32Array;
  /** Whether `FusedConvolution` also returns what its gradient needs. */
  keepForGradient: boolean;
}

/**
 * Kernel name: input, kernels, biases -> output, and for the gradient all layers' outputs but a pooled
 * one, then the winning steps.
 */
export const FUSED_CONVOLUTION = "FusedConvolution";
/** Kernel name: FusedConvolution's inputs, outputs, winners, outputGradient -> gradients of the inputs. */
export const FUSED_CONVOLUTION_GRADIENT = "FusedConvolutionGradient";

/**
 * A convolution over time with bias and ReLU:
 *
 *     output[b, t, f] = max(0, bias[f] + sum over i, c of input[b, t + i - left, c] kernel[i, c, f])
 *
 * with left = floor((width - 1) / 2) for padding `"same"`, 0 for `"valid"`. What lies beyond a row's
 * length reads as zeros, and the output there is zero.
 *
 * On the `sluice` backend it is one fused kernel; elsewhere it is composed of tfjs operations.
 *
 * @example
 * ```ts
 * import { conv1dRelu, useDevice } from "@sluice/kernels";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await useDevice("cpu");
 * const input = tf.tensor3d([[[1], [2], [3]]]);
 * const output = conv1dRelu(input, tf.ones([3, 1, 1]), tf.tensor1d([-1]));
 * console.log(output.arraySync()); // [[[2], [5], [4]]]
 * ```
 *
 * @param input float32 [batch, time, channels]
 * @param kernel float32 [width, channels, filters]
 * @param bias float32 [filters]
 * @returns float32 [batch, time, filters]; with padding `"valid"` time is shorter by `width - 1`.
 * @throws {RangeError} if a shape or a length does not fit.
 */
export function conv1dRelu(
  input: tf.Tensor3D,
  kernel: tf.Tensor3D,
  bias: tf.Tensor1D,
  options: ConvolutionOptions = {},
): tf.Tensor3D {
  return convolve(input, [{ kernel, bias }], false, options) as tf.Tensor3D;
}

/**
 * {@linkcode conv1dRelu}, then the maximum over each row's own steps; 0 for a row without steps.
 *
 * The gradient visits only the winning steps; of equal ones the first wins.
 *
 * @returns float32 [batch, filters]
 * @throws {RangeError} if a shape or a length does not fit.
 */
export function conv1dReluMax(
  input: tf.Tensor3D,
  kernel: tf.Tensor3D,
  bias: tf.Tensor1D,
  options: ConvolutionOptions = {},
): tf.Tensor2D {
  return convolve(input, [{ kernel, bias }], true, options) as tf.Tensor2D;
}

/**
 * Convolutions one after another, each as {@linkcode conv1dRelu}, then the maximum over time of
 * {@linkcode conv1dReluMax}: the same as calling these, in one operation that keeps a row's activations in
 * the cache from layer to layer.
 *
 * @param input float32 [batch, time, channels]
 * @param layers One or more, first to last; each reads the filters of the one before.
 * @returns float32 [batch, filters of the last layer]
 * @throws {RangeError} if a shape or a length does not fit.
 */
export function convolutionStackMax(
  input: tf.Tensor3D,
  layers: readonly ConvolutionWeights[],
  options: ConvolutionOptions = {},
): tf.Tensor2D {
  return convolve(input, layers, true, options) as tf.Tensor2D;
}

function convolve(
  input: tf.Tensor3D,
  layers: readonly ConvolutionWeights[],
  pool: boolean,
  options: ConvolutionOptions,
): tf.Tensor {
  checkLayers(input, layers);
  const [batch, steps] = input.shape;
  const lengths = checkLengths(batch, steps, options.lengths);
  const padding = options.padding ?? "same";
  if (padding !== "same" && padding !== "valid") {
    throw new RangeError(`padding must be "same" or "valid", not "${padding}"`);
  }
  if (!hasKernel(FUSED_CONVOLUTION)) {
    return convolutionComposition(input, layers, pool, { padding, lengths });
  }
  const attributes: ConvolutionAttributes = {
    padding,
    pool,
    lengths,
    keepForGradient: tf.engine().state.gradientDepth > 0,
  };
  const kernels = layers.map(({ kernel }) => kernel), biases = layers.map(({ bias }) => bias);
  return withGradient([input, ...kernels, ...biases], (save) => {
    const [value, ...kept] = runKernel<tf.Tensor[]>(
      FUSED_CONVOLUTION,
      { input, kernels, biases },
      attributes,
    );
    if (attributes.keepForGradient) {
      save([input, ...kernels, ...biases, ...pool ? [] : [value!], ...kept]);
    }
    return {
      value: value!,
      gradient(outputGradient, saved) {
        const count = layers.length, [input, ...rest] = saved;
        const inputs = {
          input: input!,
          kernels: rest.splice(0, count),
          biases: rest.splice(0, count),
          outputs: rest.slice(0, pool ? -1 : undefined),
          winners: pool ? rest.slice(-1) : [],
          outputGradient,
        };
        return runKernel(FUSED_CONVOLUTION_GRADIENT, inputs as NamedTensors, attributes);
      },
    };
  });
}

function checkLayers(input: tf.Tensor3D, layers: readonly ConvolutionWeights[]): void {
  if (input.rank !== 3) {
    throw new RangeError(`input must have shape [batch, time, channels], not [${input.shape}]`);
  }
  if (layers.length === 0) throw new RangeError("a stack of convolutions needs at least one");
  let channels = input.shape[2];
  layers.forEach(({ kernel, bias }, index) => {
    const where = layers.length > 1 ? ` of layer ${index}` : "";
    if (kernel.rank !== 3 || kernel.shape[1] !== channels || kernel.size === 0) {
      throw new RangeError(
        `kernel${where} must have shape [width, ${channels}, filters], not [${kernel.shape}]`,
      );
    }
    channels = kernel.shape[2];
    if (!tf.util.arraysEqual(bias.shape, [channels])) {
      throw new RangeError(`bias${where} must have shape [${channels}], not [${bias.shape}]`);
    }
  });
}
