// The gated recurrent unit's cell (Cho et al. 2014), with the reset gate after the product, as in cuDNN and
// Keras (reset_after):
//
//     z, r = sigmoid(rows)     g = tanh(x_row + r * h_row)     h_t = z * h_{t-1} + (1 - z) * g
//
// g replaces x_row in the record; h_row stays for the gradient.

import { sigmoid, tanh } from "./activations";
import { RecurrentTask, rowsOf, unmaskedStateOf } from "./recurrent_task";
import { multiplyAdd, negatedMultiplyAdd } from "./vector";

/** Activates the gates of a record and writes the next record's state. */
export function gruCell(task: RecurrentTask, record: usize, next: usize): void {
  let before = unmaskedStateOf(task, record), state = unmaskedStateOf(task, next);
  let gates = rowsOf(task, record);
  const end = gates + (<usize>task.stateSize << 7);
  while (gates < end) {
    for (let half = 0; half < 2; half++) {
      const z = sigmoid(v128.load(gates));
      const r = sigmoid(v128.load(gates, 32));
      const g = tanh(multiplyAdd(r, v128.load(gates, 96), v128.load(gates, 64)));
      v128.store(gates, z);
      v128.store(gates, r, 32);
      v128.store(gates, g, 64);
      v128.store(state, multiplyAdd(z, f32x4.sub(v128.load(before), g), g));
      gates += 16;
      before += 16;
      state += 16;
    }
    gates += 96;
  }
}

/** From the gradient of h_t to those of the rows, and to z times it, which goes to h_{t-1} directly. */
export function gruCellGradient(
  task: RecurrentTask,
  record: usize,
  stateGradient: usize,
  bypass: usize,
): void {
  const one = f32x4.splat(1);
  let before = unmaskedStateOf(task, record), gates = rowsOf(task, record);
  const end = gates + (<usize>task.stateSize << 7);
  while (gates < end) {
    for (let half = 0; half < 2; half++) {
      const z = v128.load(gates), r = v128.load(gates, 32), g = v128.load(gates, 64);
      const dh = v128.load(stateGradient), dhTimesZ = f32x4.mul(dh, z);
      v128.store(bypass, dhTimesZ);
      const dzTimesZ = f32x4.mul(dhTimesZ, f32x4.sub(v128.load(before), g));
      const dg = f32x4.mul(f32x4.sub(dh, dhTimesZ), negatedMultiplyAdd(g, g, one));
      const dgTimesR = f32x4.mul(dg, r);
      v128.store(gates, f32x4.mul(dzTimesZ, f32x4.sub(one, z)));
      v128.store(
        gates,
        f32x4.mul(f32x4.mul(dgTimesR, v128.load(gates, 96)), f32x4.sub(one, r)),
        32,
      );
      v128.store(gates, dg, 64);
      v128.store(gates, dgTimesR, 96);
      gates += 16;
      before += 16;
      stateGradient += 16;
      bypass += 16;
    }
    gates += 96;
  }
}
