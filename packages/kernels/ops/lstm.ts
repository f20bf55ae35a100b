/**
 * The LSTM over whole sequences as one operation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { type RecurrentCell, runRecurrent } from "./recurrent.ts";
import type { RecurrentOptions } from "./recurrent_tensors.ts";
import { type ComposedCell, composeRecurrent } from "./recurrent_composition.ts";

/** Values at which gates are held, in place of what they would compute; for ablation studies. */
export interface HeldGates {
  /** The input gate's value. */
  input?: number;
  /** The forget gate's value. */
  forget?: number;
  /** The output gate's value. */
  output?: number;
}

/** Options of {@linkcode lstm}. */
export interface LstmOptions extends RecurrentOptions {
  /** The cell before the first step, float32 [batch, hidden]; the default is zeros. */
  initialCell?: tf.Tensor2D;
  /** Gates held at a value; all that are held at the same one. */
  heldGates?: HeldGates;
}

/**
 * A long short-term memory layer over whole sequences (Hochreiter and Schmidhuber 1997; forget gates, Gers
 * et al. 2000):
 *
 *     i, f, o = sigmoid(x_t W + h_{t-1} R + b)    c_t = f c_{t-1} + i g
 *     g       = tanh(x_t W + h_{t-1} R + b)       h_t = o tanh(c_t)
 *
 * with weights, gate order (i, f, g, o) and names as in Keras. Each row ends at its own length: what
 * comes after never changes a result. A row of length 0 gives its initial state.
 *
 * On the `sluice` backend it is one fused kernel; elsewhere it is composed of tfjs operations.
 *
 * @param input float32 [batch, time, features]
 * @param kernel float32 [features, 4 * hidden]
 * @param recurrentKernel float32 [hidden, 4 * hidden]
 * @param bias float32 [4 * hidden]
 * @returns float32 [batch, hidden], or [batch, time, hidden] with `returnSequences`
 * @throws {RangeError} if a shape or a length does not fit.
 */
export function lstm(
  input: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrentKernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  options: LstmOptions = {},
): tf.Tensor {
  const { initialState, initialCell, heldGates = {} } = options;
  const tensors = { input, kernel, recurrentKernel, bias, initialState, initialCell };
  return runRecurrent(cellWith(heldGates), tensors, options, heldMask(heldGates));
}

/** {@linkcode lstm} composed of tfjs operations on any backend. */
export function lstmComposition(
  input: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrentKernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  options: LstmOptions = {},
): tf.Tensor {
  const { initialState, initialCell, heldGates = {} } = options;
  const tensors = { input, kernel, recurrentKernel, bias, initialState, initialCell };
  return composeRecurrent(composedCell(heldGates), tensors, options);
}

function cellWith(heldGates: HeldGates): RecurrentCell {
  return {
    name: "lstm",
    gates: 4,
    biasShape: (units) => [4 * units],
    composed: composedCell(heldGates),
  };
}

function composedCell(held: HeldGates): ComposedCell {
  const gate = (row: tf.Tensor, value: number | undefined) =>
    value === undefined ? tf.sigmoid(row) : tf.fill(row.shape, value);
  return (input, _state, cell, { kernel, recurrentKernel, bias }, masked) => {
    const rows = tf.add(
      tf.add(tf.matMul(input, kernel), bias),
      tf.matMul(masked, recurrentKernel),
    );
    const [i, f, g, o] = tf.split(rows, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const nextCell = tf.add(
      tf.mul(gate(f, held.forget), cell),
      tf.mul(gate(i, held.input), tf.tanh(g)),
    );
    return [tf.mul(gate(o, held.output), tf.tanh(nextCell)), nextCell];
  };
}

/** The gates' bits in the kernel, and the one value that they are held at. */
function heldMask(held: HeldGates): { mask: number; value: number } {
  const result = { mask: 0, value: 0 };
  for (const [value, bit] of [[held.input, 1], [held.forget, 2], [held.output, 8]] as const) {
    if (value === undefined) continue;
    if (result.mask && value !== result.value) {
      throw new RangeError("gates that are held must be held at the same value");
    }
    result.mask |= bit;
    result.value = value;
  }
  return result;
}
