// The LSTM's cell (Hochreiter and Schmidhuber 1997, with forget gates, Gers et al. 2000):
//
//     i, f, o = sigmoid(rows)     g = tanh(row)     c_t = f * c_{t-1} + i * g     h_t = o * tanh(c_t)

import { sigmoidPairs, tanhPairs } from "./activations";
import { cellOf, RecurrentTask, rowsOf, stateOf } from "./recurrent_task";
import { dropBelow, LEAST_GRADIENT, multiplyAdd, negatedMultiplyAdd } from "./vector";

/**
 * Activates the gates of a record and writes the next record's cell and state. Each of its passes is over
 * neighbouring pairs of vectors, which V8 can join (see products.ts).
 */
export function lstmCell(task: RecurrentTask, record: usize, next: usize): void {
  activateGates(task, record);
  fillHeldGates(task, record, f32x4.splat(task.heldValue));
  storeCell(task, record, next);
  storeState(task, record, next);
}

function activateGates(task: RecurrentTask, record: usize): void {
  const start = rowsOf(task, record), end = start + (<usize>task.stateSize << 7);
  for (let gates = start; gates < end; gates += 128) {
    sigmoidPairs(gates, gates + 32, gates, gates + 32);
  }
  for (let gates = start; gates < end; gates += 256) {
    const g = gates + 64, o = gates + 96, next: usize = gates + 128 < end ? 128 : 0;
    tanhPairs(g, g + next, g, g + next);
    sigmoidPairs(o, o + next, o, o + next);
  }
}

/** Overwrites the gates that are held. */
function fillHeldGates(task: RecurrentTask, record: usize, value: v128): void {
  for (let held = task.heldGates; held; held &= held - 1) {
    let at = rowsOf(task, record) + (<usize>ctz(held) << 5);
    const end = at + (<usize>task.stateSize << 7);
    for (; at < end; at += 128) {
      v128.store(at, value);
      v128.store(at, value, 16);
    }
  }
}

function storeCell(task: RecurrentTask, record: usize, next: usize): void {
  let cell = cellOf(task, record), nextCell = cellOf(task, next);
  let gates = rowsOf(task, record);
  const end = gates + (<usize>task.stateSize << 7);
  while (gates < end) {
    const first = f32x4.mul(v128.load(gates), v128.load(gates, 64));
    const second = f32x4.mul(v128.load(gates, 16), v128.load(gates, 80));
    const nextFirst = multiplyAdd(v128.load(gates, 32), v128.load(cell), first);
    const nextSecond = multiplyAdd(v128.load(gates, 48), v128.load(cell, 16), second);
    v128.store(nextCell, nextFirst);
    v128.store(nextCell, nextSecond, 16);
    gates += 128;
    cell += 32;
    nextCell += 32;
  }
}

/** tanh(c) in a pass of its own, in the state's place: in the loop above it would wait for c. */
function storeState(task: RecurrentTask, record: usize, next: usize): void {
  let state = stateOf(task, next), gates = rowsOf(task, record);
  tanhOfCell(task, next, state);
  for (const end = gates + (<usize>task.stateSize << 7); gates < end; gates += 128, state += 32) {
    const first = f32x4.mul(v128.load(gates, 96), v128.load(state));
    const second = f32x4.mul(v128.load(gates, 112), v128.load(state, 16));
    v128.store(state, first);
    v128.store(state, second, 16);
  }
}

/** The tanh of a record's cell, [units][8]. */
function tanhOfCell(task: RecurrentTask, record: usize, to: usize): void {
  let cell = cellOf(task, record);
  for (const end = cell + (<usize>task.stateSize << 5); cell < end; cell += 64, to += 64) {
    const second: usize = cell + 32 < end ? 32 : 0;
    tanhPairs(cell, cell + second, to, to + second);
  }
}

/**
 * From the gradients of h_t and c_t to those of the gates, which replace the gates, and of c_{t-1}. tanh(c_t) is
 * computed again, into `scratch` [units][8]: to keep it would take longer, in memory, than to compute it.
 */
export function lstmCellGradient(
  task: RecurrentTask,
  record: usize,
  next: usize,
  stateGradient: usize,
  cellGradient: usize,
  scratch: usize,
): void {
  tanhOfCell(task, next, scratch);
  const one = f32x4.splat(1), least = f32x4.splat(LEAST_GRADIENT);
  let cell = cellOf(task, record), tanhCell = scratch, gates = rowsOf(task, record);
  const end = gates + (<usize>task.stateSize << 7);
  while (gates < end) {
    const i0 = v128.load(gates), i1 = v128.load(gates, 16);
    const f0 = v128.load(gates, 32), f1 = v128.load(gates, 48);
    const g0 = v128.load(gates, 64), g1 = v128.load(gates, 80);
    const o0 = v128.load(gates, 96), o1 = v128.load(gates, 112);
    const tanh0 = v128.load(tanhCell), tanh1 = v128.load(tanhCell, 16);
    const dhO0 = f32x4.mul(dropBelow(least, v128.load(stateGradient)), o0);
    const dhO1 = f32x4.mul(dropBelow(least, v128.load(stateGradient, 16)), o1);
    const do0 = f32x4.mul(f32x4.mul(dhO0, tanh0), f32x4.sub(one, o0));
    const do1 = f32x4.mul(f32x4.mul(dhO1, tanh1), f32x4.sub(one, o1));
    const slope0 = negatedMultiplyAdd(tanh0, tanh0, one);
    const slope1 = negatedMultiplyAdd(tanh1, tanh1, one);
    const dc0 = dropBelow(least, multiplyAdd(slope0, dhO0, v128.load(cellGradient)));
    const dc1 = dropBelow(least, multiplyAdd(slope1, dhO1, v128.load(cellGradient, 16)));
    const dcF0 = f32x4.mul(dc0, f0), dcF1 = f32x4.mul(dc1, f1);
    const df0 = f32x4.mul(f32x4.mul(dcF0, v128.load(cell)), f32x4.sub(one, f0));
    const df1 = f32x4.mul(f32x4.mul(dcF1, v128.load(cell, 16)), f32x4.sub(one, f1));
    const dcI0 = f32x4.mul(dc0, i0), dcI1 = f32x4.mul(dc1, i1);
    const di0 = f32x4.mul(f32x4.mul(dcI0, g0), f32x4.sub(one, i0));
    const di1 = f32x4.mul(f32x4.mul(dcI1, g1), f32x4.sub(one, i1));
    const dg0 = f32x4.mul(dcI0, negatedMultiplyAdd(g0, g0, one));
    const dg1 = f32x4.mul(dcI1, negatedMultiplyAdd(g1, g1, one));
    v128.store(gates, di0);
    v128.store(gates, di1, 16);
    v128.store(gates, df0, 32);
    v128.store(gates, df1, 48);
    v128.store(gates, dg0, 64);
    v128.store(gates, dg1, 80);
    v128.store(gates, do0, 96);
    v128.store(gates, do1, 112);
    v128.store(cellGradient, dcF0);
    v128.store(cellGradient, dcF1, 16);
    gates += 128;
    cell += 32;
    tanhCell += 32;
    stateGradient += 32;
    cellGradient += 32;
  }
  fillHeldGates(task, record, f32x4.splat(0));
}
