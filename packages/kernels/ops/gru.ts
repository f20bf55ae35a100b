/**
 * The GRU over whole sequences as one operation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { type RecurrentCell, runRecurrent } from "./recurrent.ts";
import type { RecurrentOptions } from "./recurrent_tensors.ts";
import { type ComposedCell, composeRecurrent } from "./recurrent_composition.ts";

const composed: ComposedCell = (input, state, cell, weights, masked) => {
  const { kernel, recurrentKernel, bias } = weights;
  const [inputBias, stateBias] = tf.unstack(bias) as [tf.Tensor, tf.Tensor];
  const fromInput = tf.add(tf.matMul(input, kernel), inputBias);
  const fromState = tf.add(tf.matMul(masked, recurrentKernel), stateBias);
  const [xz, xr, xg] = tf.split(fromInput, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [hz, hr, hg] = tf.split(fromState, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const z = tf.sigmoid(tf.add(xz, hz)), r = tf.sigmoid(tf.add(xr, hr));
  const g = tf.tanh(tf.add(xg, tf.mul(r, hg)));
  return [tf.add(g, tf.mul(z, tf.sub(state, g))), cell];
};

const GRU: RecurrentCell = {
  name: "gru",
  gates: 3,
  biasShape: (units) => [2, 3 * units],
  composed,
};

/**
 * A gated recurrent unit layer over whole sequences (Cho et al. 2014), with the reset gate applied after
 * the product, as in cuDNN, PyTorch and Keras (`reset_after`):
 *
 *     z, r = sigmoid(x_t W + b + h_{t-1} R + c)
 *     g    = tanh(x_t W + b + r (h_{t-1} R + c))       h_t = z h_{t-1} + (1 - z) g
 *
 * With a `recurrentMask`, products see the masked state, but z h_{t-1} is the state as it was: as in the
 * Keras cell's `implementation=1`, with one mask for all gates.
 *
 * Weights, gate order (z, r, g) and names are as in Keras. Each row ends at its own length; a row of
 * length 0 gives its initial state.
 *
 * On the `sluice` backend it is one fused kernel; elsewhere it is composed of tfjs operations.
 *
 * @param input float32 [batch, time, features]
 * @param kernel float32 [features, 3 * hidden]
 * @param recurrentKernel float32 [hidden, 3 * hidden]
 * @param bias float32 [2, 3 * hidden]: b for the input, c for the state
 * @returns float32 [batch, hidden], or [batch, time, hidden] with `returnSequences`
 * @throws {RangeError} if a shape or a length does not fit.
 */
export function gru(
  input: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrentKernel: tf.Tensor2D,
  bias: tf.Tensor2D,
  options: RecurrentOptions = {},
): tf.Tensor {
  const { initialState } = options;
  return runRecurrent(GRU, { input, kernel, recurrentKernel, bias, initialState }, options);
}

/** {@linkcode gru} composed of tfjs operations on any backend. */
export function gruComposition(
  input: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrentKernel: tf.Tensor2D,
  bias: tf.Tensor2D,
  options: RecurrentOptions = {},
): tf.Tensor {
  const { initialState } = options;
  return composeRecurrent(
    composed,
    { input, kernel, recurrentKernel, bias, initialState },
    options,
  );
}
