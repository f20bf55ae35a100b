/**
 * The LSTM of tfjs operations: for backends without the fused kernel, and to test it against.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { LstmOptions } from "./lstm.ts";

/** The same operation as {@linkcode lstm}, step by step; see there. */
export function lstmComposition(
  input: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrentKernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  options: LstmOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    const [batch, steps] = input.shape;
    const hiddenSize = recurrentKernel.shape[0];
    const lengths = Int32Array.from(options.lengths ?? new Int32Array(batch).fill(steps));
    const held = options.heldGates ?? {};
    const gate = (preactivation: tf.Tensor, value: number | undefined) =>
      value === undefined ? tf.sigmoid(preactivation) : tf.fill(preactivation.shape, value);

    let state: tf.Tensor = tf.zeros([batch, hiddenSize]);
    let cell: tf.Tensor = tf.zeros([batch, hiddenSize]);
    const outputs: tf.Tensor[] = [];
    for (let i = 0; i < steps; i++) {
      const step = options.reverse ? steps - 1 - i : i;
      const active = tf.tensor2d(lengths.map((length) => step < length ? 1 : 0), [batch, 1]);
      const x = tf.reshape(tf.slice(input, [0, step, 0], [-1, 1, -1]), [batch, -1]);
      const preactivations = tf.add(
        tf.add(tf.matMul(x as tf.Tensor2D, kernel), bias),
        tf.matMul(state as tf.Tensor2D, recurrentKernel),
      );
      const [i_, f, g, o] = tf.split(preactivations, 4, 1) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const nextCell = tf.add(
        tf.mul(gate(f, held.forget), cell),
        tf.mul(gate(i_, held.input), tf.tanh(g)),
      );
      const nextState = tf.mul(gate(o, held.output), tf.tanh(nextCell));
      cell = select(active, nextCell, cell);
      state = select(active, nextState, state);
      if (options.returnSequences) {
        outputs[step] = tf.expandDims(tf.mul(state, active), 1);
      }
    }
    if (!options.returnSequences) return state;
    return steps === 0 ? tf.zeros([batch, 0, hiddenSize]) : tf.concat(outputs, 1);
  });
}

function select(mask: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(a, mask), tf.mul(b, tf.sub(1, mask)));
}
