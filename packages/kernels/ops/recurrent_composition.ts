/**
 * Recurrent layers of tfjs operations: for backends without the fused kernel, and to test it against.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { RecurrentOptions, RecurrentTensors } from "./recurrent_tensors.ts";
import { checkLengths } from "./row_lengths.ts";

/**
 * One step of a cell: from its input [batch, features], the state and the cell (the LSTM's alone; others
 * pass it on) [batch, hidden] to the next state and cell. `masked` is the state as the products see it.
 */
export type ComposedCell = (
  input: tf.Tensor2D,
  state: tf.Tensor2D,
  cell: tf.Tensor2D,
  weights: { kernel: tf.Tensor2D; recurrentKernel: tf.Tensor2D; bias: tf.Tensor },
  masked: tf.Tensor2D,
) => [state: tf.Tensor, cell: tf.Tensor];

/** Runs a cell step by step over sequences; rows that have ended keep their state. */
export function composeRecurrent(
  step: ComposedCell,
  tensors: RecurrentTensors,
  options: RecurrentOptions,
): tf.Tensor {
  return tf.tidy(() => {
    const { input } = tensors;
    const { recurrentMask: mask } = options;
    const [batch, steps] = input.shape;
    const units = tensors.recurrentKernel.shape[0];
    const lengths = checkLengths(batch, steps, options.lengths);
    let state: tf.Tensor = tensors.initialState ?? tf.zeros([batch, units]);
    let cell: tf.Tensor = tensors.initialCell ?? tf.zeros([batch, units]);
    const outputs: tf.Tensor[] = [];
    for (let i = 0; i < steps; i++) {
      const time = options.reverse ? steps - 1 - i : i;
      const active = tf.tensor2d(lengths.map((length) => time < length ? 1 : 0), [batch, 1]);
      const x = tf.reshape(tf.slice(input, [0, time, 0], [-1, 1, -1]), [batch, -1]);
      const [nextState, nextCell] = step(
        x as tf.Tensor2D,
        state as tf.Tensor2D,
        cell as tf.Tensor2D,
        tensors,
        (mask === undefined ? state : tf.mul(state, mask)) as tf.Tensor2D,
      );
      state = select(active, nextState, state);
      cell = select(active, nextCell, cell);
      if (options.returnSequences) outputs[time] = tf.expandDims(tf.mul(state, active), 1);
    }
    if (!options.returnSequences) return tf.clone(state);
    return steps === 0 ? tf.zeros([batch, 0, units]) : tf.concat(outputs, 1);
  });
}

function select(mask: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(a, mask), tf.mul(b, tf.sub(1, mask)));
}
