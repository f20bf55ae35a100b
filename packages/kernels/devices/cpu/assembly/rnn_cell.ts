// The simple recurrent layer's cell (Elman 1990): h_t = tanh(row).

import { tanhPairs } from "./activations";
import { RecurrentTask, rowsOf, stateOf } from "./recurrent_task";
import { dropBelow, LEAST_GRADIENT, negatedMultiplyAdd } from "./vector";

/** Activates the rows of a record and writes the next record's state. */
export function rnnCell(task: RecurrentTask, record: usize, next: usize): void {
  const start = rowsOf(task, record), size = <usize>task.stateSize << 5, end = start + size;
  for (let row = start; row < end; row += 64) {
    const second: usize = row + 32 < end ? 32 : 0;
    tanhPairs(row, row + second, row, row + second);
  }
  memory.copy(stateOf(task, next), start, size);
}

/** From the gradient of h_t to that of the rows, which replaces them. */
export function rnnCellGradient(task: RecurrentTask, record: usize, stateGradient: usize): void {
  const one = f32x4.splat(1), least = f32x4.splat(LEAST_GRADIENT);
  let row = rowsOf(task, record);
  const end = row + (<usize>task.stateSize << 5);
  for (; row < end; row += 32, stateGradient += 32) {
    const h0 = v128.load(row), h1 = v128.load(row, 16);
    const dh0 = dropBelow(least, v128.load(stateGradient));
    const dh1 = dropBelow(least, v128.load(stateGradient, 16));
    const d0 = f32x4.mul(dh0, negatedMultiplyAdd(h0, h0, one));
    const d1 = f32x4.mul(dh1, negatedMultiplyAdd(h1, h1, one));
    v128.store(row, d0);
    v128.store(row, d1, 16);
  }
}
