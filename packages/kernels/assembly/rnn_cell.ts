// The simple recurrent layer's cell (Elman 1990): h_t = tanh(row).

import { tanh } from "./activations";
import { RecurrentTask, rowsOf, stateOf } from "./recurrent_task";
import { negatedMultiplyAdd } from "./vector";

/** Activates the rows of a record and writes the next record's state. */
export function rnnCell(task: RecurrentTask, record: usize, next: usize): void {
  let row = rowsOf(task, record), state = stateOf(task, next);
  const end = row + (<usize>task.stateSize << 5);
  for (; row < end; row += 32, state += 32) {
    const first = tanh(v128.load(row)), second = tanh(v128.load(row, 16));
    v128.store(row, first);
    v128.store(row, second, 16);
    v128.store(state, first);
    v128.store(state, second, 16);
  }
}

/** From the gradient of h_t to that of the rows, which replaces them. */
export function rnnCellGradient(task: RecurrentTask, record: usize, stateGradient: usize): void {
  const one = f32x4.splat(1);
  let row = rowsOf(task, record);
  const end = row + (<usize>task.stateSize << 5);
  for (; row < end; row += 16, stateGradient += 16) {
    const h = v128.load(row);
    v128.store(row, f32x4.mul(v128.load(stateGradient), negatedMultiplyAdd(h, h, one)));
  }
}
