// The gated recurrent unit's cell (Cho et al. 2014), with the reset gate after the product, as in cuDNN and
// Keras (reset_after):
//
//     z, r = sigmoid(rows)     g = tanh(x_row + r * h_row)     h_t = z * h_{t-1} + (1 - z) * g
//
// g replaces x_row in the record; h_row stays for the gradient.

import { sigmoidPairs, tanhPairs } from "./activations";
import { RecurrentTask, rowsOf, unmaskedStateOf } from "./recurrent_task";
import { dropBelow, LEAST_GRADIENT, multiplyAdd, negatedMultiplyAdd } from "./vector";

/** Activates the gates of a record and writes the next record's state. */
export function gruCell(task: RecurrentTask, record: usize, next: usize): void {
  const start = rowsOf(task, record), end = start + (<usize>task.stateSize << 7);
  for (let gates = start; gates < end; gates += 128) {
    sigmoidPairs(gates, gates + 32, gates, gates + 32);
    const first = multiplyAdd(v128.load(gates, 32), v128.load(gates, 96), v128.load(gates, 64));
    const second = multiplyAdd(v128.load(gates, 48), v128.load(gates, 112), v128.load(gates, 80));
    v128.store(gates, first, 64);
    v128.store(gates, second, 80);
  }
  for (let g = start + 64; g < end; g += 256) {
    const second: usize = g + 128 < end ? 128 : 0;
    tanhPairs(g, g + second, g, g + second);
  }
  let before = unmaskedStateOf(task, record), state = unmaskedStateOf(task, next);
  for (let gates = start; gates < end; gates += 128, before += 32, state += 32) {
    const z0 = v128.load(gates), z1 = v128.load(gates, 16);
    const g0 = v128.load(gates, 64), g1 = v128.load(gates, 80);
    const state0 = multiplyAdd(z0, f32x4.sub(v128.load(before), g0), g0);
    const state1 = multiplyAdd(z1, f32x4.sub(v128.load(before, 16), g1), g1);
    v128.store(state, state0);
    v128.store(state, state1, 16);
  }
}

/** From the gradient of h_t to those of the rows, and to z times it, which goes to h_{t-1} directly. */
export function gruCellGradient(
  task: RecurrentTask,
  record: usize,
  stateGradient: usize,
  bypass: usize,
): void {
  const one = f32x4.splat(1), least = f32x4.splat(LEAST_GRADIENT);
  let before = unmaskedStateOf(task, record), gates = rowsOf(task, record);
  const end = gates + (<usize>task.stateSize << 7);
  while (gates < end) {
    const z0 = v128.load(gates), z1 = v128.load(gates, 16);
    const r0 = v128.load(gates, 32), r1 = v128.load(gates, 48);
    const g0 = v128.load(gates, 64), g1 = v128.load(gates, 80);
    const dh0 = dropBelow(least, v128.load(stateGradient));
    const dh1 = dropBelow(least, v128.load(stateGradient, 16));
    const dhZ0 = f32x4.mul(dh0, z0), dhZ1 = f32x4.mul(dh1, z1);
    const dzZ0 = f32x4.mul(dhZ0, f32x4.sub(v128.load(before), g0));
    const dzZ1 = f32x4.mul(dhZ1, f32x4.sub(v128.load(before, 16), g1));
    const dz0 = f32x4.mul(dzZ0, f32x4.sub(one, z0)), dz1 = f32x4.mul(dzZ1, f32x4.sub(one, z1));
    const dg0 = f32x4.mul(f32x4.sub(dh0, dhZ0), negatedMultiplyAdd(g0, g0, one));
    const dg1 = f32x4.mul(f32x4.sub(dh1, dhZ1), negatedMultiplyAdd(g1, g1, one));
    const dgR0 = f32x4.mul(dg0, r0), dgR1 = f32x4.mul(dg1, r1);
    const dr0 = f32x4.mul(f32x4.mul(dgR0, v128.load(gates, 96)), f32x4.sub(one, r0));
    const dr1 = f32x4.mul(f32x4.mul(dgR1, v128.load(gates, 112)), f32x4.sub(one, r1));
    v128.store(bypass, dhZ0);
    v128.store(bypass, dhZ1, 16);
    v128.store(gates, dz0);
    v128.store(gates, dz1, 16);
    v128.store(gates, dr0, 32);
    v128.store(gates, dr1, 48);
    v128.store(gates, dg0, 64);
    v128.store(gates, dg1, 80);
    v128.store(gates, dgR0, 96);
    v128.store(gates, dgR1, 112);
    gates += 128;
    before += 32;
    stateGradient += 32;
    bypass += 32;
  }
}
