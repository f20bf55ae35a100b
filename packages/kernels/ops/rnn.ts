/**
 * The simple recurrent layer over whole sequences as one operation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { type RecurrentCell, runRecurrent } from "./recurrent.ts";
import type { RecurrentOptions } from "./recurrent_tensors.ts";
import { type ComposedCell, composeRecurrent } from "./recurrent_composition.ts";

const composed: ComposedCell = (input, _state, cell, weights, masked) => {
  const { kernel, recurrentKernel, bias } = weights;
  const row = tf.add(tf.add(tf.matMul(input, kernel), bias), tf.matMul(masked, recurrentKernel));
  return [tf.tanh(row), cell];
};

const RNN: RecurrentCell = { name: "rnn", gates: 1, biasShape: (units) => [units], composed };

/**
 * A simple recurrent layer over whole sequences (Elman 1990): `h_t = tanh(x_t W + h_{t-1} R + b)`.
 *
 * Each row ends at its own length; a row of length 0 gives its initial state.
 *
 * On the `sluice` backend it is one fused kernel; elsewhere it is composed of tfjs operations.
 *
 * @param input float32 [batch, time, features]
 * @param kernel float32 [features, hidden]
 * @param recurrentKernel float32 [hidden, hidden]
 * @param bias float32 [hidden]
 * @returns float32 [batch, hidden], or [batch, time, hidden] with `returnSequences`
 * @throws {RangeError} if a shape or a length does not fit.
 */
export function rnn(
  input: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrentKernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  options: RecurrentOptions = {},
): tf.Tensor {
  const { initialState } = options;
  return runRecurrent(RNN, { input, kernel, recurrentKernel, bias, initialState }, options);
}

/** {@linkcode rnn} composed of tfjs operations on any backend. */
export function rnnComposition(
  input: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrentKernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  options: RecurrentOptions = {},
): tf.Tensor {
  const { initialState } = options;
  return composeRecurrent(
    composed,
    { input, kernel, recurrentKernel, bias, initialState },
    options,
  );
}
