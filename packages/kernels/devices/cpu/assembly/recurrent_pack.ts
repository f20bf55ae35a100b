// The weights that a row of a recurrent layer's product has for inputs and state, from Keras's matrices into
// the layouts of recurrent_task.ts.

import {
  biasOf,
  columnsOf,
  depthOf,
  kernelColumn,
  recurrentColumn,
  RecurrentTask,
} from "./recurrent_task";
import { packedAt, rowsInSixes } from "./products";
import { shareStart } from "./vector";

export function recurrentPackForward(task: RecurrentTask, thread: u32, threads: u32): void {
  const rows = <usize>task.productRows, depth = depthOf(task), sixes = rowsInSixes(rows);
  const end = shareStart(rows, thread + 1, threads, 4);
  for (let row = shareStart(rows, thread, threads, 4); row < end; row++) {
    for (let k: usize = 0; k < depth; k++) {
      store<f32>(packedAt(task.packedForward, sixes, row, k, depth), weightOf(task, row, k));
    }
    store<f32>(task.packedBias + (row << 2), biasOf(task, row));
  }
}

export function recurrentPackBackward(task: RecurrentTask, thread: u32, threads: u32): void {
  const rows = <usize>task.productRows, depth = depthOf(task), sixes = rowsInSixes(depth);
  const end = shareStart(rows, thread + 1, threads, 4);
  for (let row = shareStart(rows, thread, threads, 4); row < end; row++) {
    for (let k: usize = 0; k < depth; k++) {
      store<f32>(packedAt(task.packedBackward, sixes, k, row, rows), weightOf(task, row, k));
    }
  }
}

/** What a row of the product multiplies its `k`-th input by. */
@inline
function weightOf(task: RecurrentTask, row: usize, k: usize): f32 {
  const inputDepth = <usize>task.inputDepth, stride = columnsOf(task) << 2;
  if (k < inputDepth) {
    const column = kernelColumn(task, row);
    if (column < 0 || k >= <usize>task.inputSize) return 0;
    return load<f32>(task.kernel + k * stride + (column << 2));
  }
  const column = recurrentColumn(task, row), unit = k - inputDepth;
  if (column < 0 || unit >= <usize>task.stateSize) return 0;
  return load<f32>(task.recurrentKernel + unit * stride + (column << 2));
}
