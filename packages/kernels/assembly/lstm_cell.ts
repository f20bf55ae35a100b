// The LSTM's cell (Hochreiter and Schmidhuber 1997, with forget gates, Gers et al. 2000):
//
//     i, f, o = sigmoid(rows)     g = tanh(row)     c_t = f * c_{t-1} + i * g     h_t = o * tanh(c_t)

import { sigmoid, tanh } from "./activations";
import { cellOf, RecurrentTask, rowsOf, stateOf, tanhCellOf } from "./recurrent_task";
import { multiplyAdd, negatedMultiplyAdd } from "./vector";

/** Activates the gates of a record and writes the next record's cell and state. */
export function lstmCell(task: RecurrentTask, record: usize, next: usize): void {
  activateGates(task, record, next);
  storeState(task, record, next);
}

function activateGates(task: RecurrentTask, record: usize, next: usize): void {
  const held = task.heldGates;
  const heldValue = f32x4.splat(task.heldValue);
  let cell = cellOf(task, record), nextCell = cellOf(task, next);
  let gates = rowsOf(task, record);
  const end = gates + (<usize>task.stateSize << 7);
  while (gates < end) {
    for (let half = 0; half < 2; half++) {
      let i = sigmoid(v128.load(gates));
      let f = sigmoid(v128.load(gates, 32));
      const g = tanh(v128.load(gates, 64));
      let o = sigmoid(v128.load(gates, 96));
      if (held) {
        if (held & 1) i = heldValue;
        if (held & 2) f = heldValue;
        if (held & 8) o = heldValue;
      }
      v128.store(gates, i);
      v128.store(gates, f, 32);
      v128.store(gates, g, 64);
      v128.store(gates, o, 96);
      v128.store(nextCell, multiplyAdd(f, v128.load(cell), f32x4.mul(i, g)));
      gates += 16;
      cell += 16;
      nextCell += 16;
    }
    gates += 96;
  }
}

/** A pass of its own: tanh(c) in the loop above would wait for g and hold up the units that follow. */
function storeState(task: RecurrentTask, record: usize, next: usize): void {
  let nextCell = cellOf(task, next), tanhCell = tanhCellOf(task, record);
  let state = stateOf(task, next), gates = rowsOf(task, record);
  const end = gates + (<usize>task.stateSize << 7);
  while (gates < end) {
    const first = tanh(v128.load(nextCell)), second = tanh(v128.load(nextCell, 16));
    v128.store(tanhCell, first);
    v128.store(tanhCell, second, 16);
    v128.store(state, f32x4.mul(v128.load(gates, 96), first));
    v128.store(state, f32x4.mul(v128.load(gates, 112), second), 16);
    gates += 128;
    nextCell += 32;
    tanhCell += 32;
    state += 32;
  }
}

/** From the gradients of h_t and c_t to those of the gates, which replace the gates, and of c_{t-1}. */
export function lstmCellGradient(
  task: RecurrentTask,
  record: usize,
  stateGradient: usize,
  cellGradient: usize,
): void {
  const one = f32x4.splat(1), zero = f32x4.splat(0), held = task.heldGates;
  let cell = cellOf(task, record), tanhCell = tanhCellOf(task, record);
  let gates = rowsOf(task, record);
  const end = gates + (<usize>task.stateSize << 7);
  while (gates < end) {
    for (let half = 0; half < 2; half++) {
      const i = v128.load(gates), f = v128.load(gates, 32);
      const g = v128.load(gates, 64), o = v128.load(gates, 96);
      const tanhC = v128.load(tanhCell);
      const dhTimesO = f32x4.mul(v128.load(stateGradient), o);
      const dc = multiplyAdd(
        negatedMultiplyAdd(tanhC, tanhC, one),
        dhTimesO,
        v128.load(cellGradient),
      );
      const dcTimesF = f32x4.mul(dc, f), dcTimesI = f32x4.mul(dc, i);
      v128.store(cellGradient, dcTimesF);
      v128.store(gates, f32x4.mul(f32x4.mul(dcTimesI, g), f32x4.sub(one, i)));
      v128.store(gates, f32x4.mul(f32x4.mul(dcTimesF, v128.load(cell)), f32x4.sub(one, f)), 32);
      v128.store(gates, f32x4.mul(dcTimesI, negatedMultiplyAdd(g, g, one)), 64);
      v128.store(gates, f32x4.mul(f32x4.mul(dhTimesO, tanhC), f32x4.sub(one, o)), 96);
      if (held) {
        if (held & 1) v128.store(gates, zero);
        if (held & 2) v128.store(gates, zero, 32);
        if (held & 8) v128.store(gates, zero, 96);
      }
      gates += 16;
      cell += 16;
      tanhCell += 16;
      stateGradient += 16;
      cellGradient += 16;
    }
    gates += 96;
  }
}
