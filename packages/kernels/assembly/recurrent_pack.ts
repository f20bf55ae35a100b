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
import { shareStart } from "./vector";

export function recurrentPackForward(task: RecurrentTask, thread: u32, threads: u32): void {
  const rows = <usize>task.productRows, blockSize = depthOf(task) << 4;
  const end = shareStart(rows, thread + 1, threads, 4);
  for (let row = shareStart(rows, thread, threads, 4); row < end; row++) {
    const to = task.packedForward + (row >> 2) * blockSize + ((row & 3) << 2);
    packRow(task, row, to, 16, 64);
    store<f32>(task.packedBias + (row << 2), biasOf(task, row));
  }
}

export function recurrentPackBackward(task: RecurrentTask, thread: u32, threads: u32): void {
  const rows = <usize>task.productRows;
  const end = shareStart(rows, thread + 1, threads, 4);
  for (let row = shareStart(rows, thread, threads, 4); row < end; row++) {
    packRow(task, row, task.packedBackward + (row << 4), 4, rows << 4);
  }
}

/** Writes a row's weights, `step` bytes apart within four inputs, `stepOfFour` from four to four. */
function packRow(
  task: RecurrentTask,
  row: usize,
  to: usize,
  step: usize,
  stepOfFour: usize,
): void {
  const inputDepth = <usize>task.inputDepth, stride = columnsOf(task) << 2;
  packPart(task.kernel, kernelColumn(task, row), task.inputSize, inputDepth, stride, to, step, stepOfFour);
  packPart(
    task.recurrentKernel,
    recurrentColumn(task, row),
    task.stateSize,
    task.stateDepth,
    stride,
    to + (inputDepth >> 2) * stepOfFour,
    step,
    stepOfFour,
  );
}

function packPart(
  matrix: usize,
  column: isize,
  size: usize,
  depth: usize,
  stride: usize,
  to: usize,
  step: usize,
  stepOfFour: usize,
): void {
  for (let k: usize = 0; k < depth; k++) {
    const weight = column >= 0 && k < size ? load<f32>(matrix + k * stride + (column << 2)) : 0;
    store<f32>(to + (k >> 2) * stepOfFour + (k & 3) * step, weight);
  }
}
