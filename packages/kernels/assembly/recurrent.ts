// Recurrent layers over whole sequences: each step is one product with [x_t; h_{t-1}], then the cell. See
// sequences.ts for panels, records and slices, recurrent_task.ts for layouts, *_cell.ts for the cells.
//
// Panels are independent, so a thread runs all steps of its panels without waiting for another.

import { product, productAdded, productWithBias } from "./products";
import { gruCell, gruCellGradient } from "./gru_cell";
import { lstmCell, lstmCellGradient } from "./lstm_cell";
import { rnnCell, rnnCellGradient } from "./rnn_cell";
import { gatherMask, multiplyByMask } from "./recurrent_mask";
import {
  biasOf,
  cellOf,
  columnsOf,
  depthOf,
  GRU,
  kernelColumn,
  LSTM,
  recurrentColumn,
  RecurrentTask,
  rowsOf,
  stateOf,
  storeBiasGradient,
  unmaskedStateOf,
} from "./recurrent_task";
import {
  addLastGradients,
  addStepGradients,
  gatherRows,
  gatherStep,
  recordOf,
  scatterRows,
  scatterStep,
  stepsOf,
  storeLastStates,
  takeSlice,
} from "./sequences";
import { shareStart, transpose4x4 } from "./vector";

/** Steps of panels whose gradients of weights are summed in one product: 8 x 8 rows deep. */
const BLOCK: usize = 8;

// Packing: the weights that a row of the product has for inputs and state, from Keras's matrices

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

// Forward

export function recurrentForward(task: RecurrentTask, thread: u32, threads: u32): void {
  const panels = <usize>task.panels, slices = <usize>task.slices;
  for (let slice = takeSlice(task); slice < slices; slice = takeSlice(task)) {
    for (let panel = slice; panel < panels; panel += slices) {
      startPanel(task, panel);
      const steps = stepsOf(task, panel);
      for (let step: usize = 0; step < steps; step++) forwardStep(task, panel, step);
    }
  }
}

/** The first record's state: the initial one, or zeros. */
function startPanel(task: RecurrentTask, panel: usize): void {
  const record = recordOf(task, panel, 0), state = unmaskedStateOf(task, record);
  memory.fill(record, 0, depthOf(task) << 5);
  if (task.recurrentMask) {
    memory.fill(state, 0, <usize>task.stateSize << 5);
    gatherMask(task, panel);
  }
  if (task.initialState) gatherRows(task, task.initialState, panel, state);
  if (task.cell == LSTM) {
    const cell = cellOf(task, record);
    memory.fill(cell, 0, <usize>task.stateSize << 5);
    if (task.initialCell) gatherRows(task, task.initialCell, panel, cell);
  }
  if (!task.returnSequences) storeLastStates(task, panel, 0, state);
}

// A function of its own: V8 replaces a function by its optimised code between calls only.
function forwardStep(task: RecurrentTask, panel: usize, step: usize): void {
  const record = recordOf(task, panel, step), next = recordOf(task, panel, step + 1);
  gatherStep(task, task.input, <usize>task.inputSize, panel, step, record);
  clearPadding(task, record);
  if (task.recurrentMask) {
    multiplyByMask(task, panel, unmaskedStateOf(task, record), stateOf(task, record));
  }
  let weights = task.packedForward, bias = task.packedBias, rows = rowsOf(task, record);
  const blockSize = depthOf(task) << 4, end = weights + (<usize>task.productRows >> 2) * blockSize;
  while (weights < end) {
    productWithBias(weights, weights + blockSize, record, bias, rows);
    weights += blockSize;
    bias += 16;
    rows += 128;
  }
  stepCell(task, record, next);
  const state = unmaskedStateOf(task, next);
  if (task.returnSequences) {
    scatterStep(task, task.output, <usize>task.stateSize, panel, step, state);
  } else storeLastStates(task, panel, step + 1, state);
}

/** Zeros where inputs and state were rounded up to whole tiles. */
@inline
function clearPadding(task: RecurrentTask, record: usize): void {
  const inputs = <usize>task.inputSize, inputDepth = <usize>task.inputDepth;
  memory.fill(record + (inputs << 5), 0, (inputDepth - inputs) << 5);
  const units = <usize>task.stateSize, stateDepth = <usize>task.stateDepth;
  memory.fill(stateOf(task, record) + (units << 5), 0, (stateDepth - units) << 5);
}

@inline
function stepCell(task: RecurrentTask, record: usize, next: usize): void {
  if (task.cell == LSTM) lstmCell(task, record, next);
  else if (task.cell == GRU) gruCell(task, record, next);
  else rnnCell(task, record, next);
}

// Backward

@inline
function panelGradientSize(task: RecurrentTask): usize {
  return (depthOf(task) + <usize>task.stateSize) << 5;
}

@inline
function sliceGradientSize(task: RecurrentTask): usize {
  return (<usize>task.productRows << 2) * (depthOf(task) + 1);
}

/** Gradients for the inputs, and sums for the weights in sliceGradients. Overwrites the saved rows. */
export function recurrentBackward(task: RecurrentTask, thread: u32, threads: u32): void {
  const slices = <usize>task.slices;
  for (let slice = takeSlice(task); slice < slices; slice = takeSlice(task)) {
    memory.fill(task.sliceGradients + slice * sliceGradientSize(task), 0, sliceGradientSize(task));
    backwardSlice(task, slice, thread);
  }
}

function backwardSlice(task: RecurrentTask, slice: usize, thread: u32): void {
  const panels = <usize>task.panels, slices = <usize>task.slices;
  for (let panel = slice; panel < panels; panel += slices) {
    memory.fill(panelGradientOf(task, panel), 0, panelGradientSize(task));
    if (task.recurrentMask) gatherMask(task, panel);
  }
  const scratch = scratchOf(task, thread);
  let pending: usize = 0;
  for (let step = stepsOf(task, slice); step-- > 0;) {
    for (let panel = slice; panel < panels; panel += slices) {
      if (step >= stepsOf(task, panel)) break;
      const record = recordOf(task, panel, step);
      backwardStep(task, panel, step, record, scratch);
      packInputs(task, record, pending, scratch);
      store<usize>(scratch + (pending << 2), rowsOf(task, record));
      if (++pending == BLOCK) {
        accumulateWeights(task, slice, pending, scratch);
        pending = 0;
      }
    }
  }
  if (pending) accumulateWeights(task, slice, pending, scratch);
  for (let panel = slice; panel < panels; panel += slices) finishPanel(task, panel);
}

@inline
function panelGradientOf(task: RecurrentTask, panel: usize): usize {
  return task.panelGradients + panel * panelGradientSize(task);
}

function backwardStep(
  task: RecurrentTask,
  panel: usize,
  step: usize,
  record: usize,
  scratch: usize,
): void {
  const gradient = panelGradientOf(task, panel);
  const stateGradient = stateOf(task, gradient), bypass = gradient + (depthOf(task) << 5);
  if (task.returnSequences) {
    addStepGradients(task, panel, step, stateGradient, outputGradientOf(task, scratch));
  } else addLastGradients(task, panel, step + 1, stateGradient);

  if (task.cell == LSTM) lstmCellGradient(task, record, stateGradient, bypass);
  else if (task.cell == GRU) gruCellGradient(task, record, stateGradient, bypass);
  else rnnCellGradient(task, record, stateGradient);

  const rows = rowsOf(task, record), blockSize = <usize>task.productRows << 4;
  let weights = task.packedBackward, to = gradient;
  const end = weights + (depthOf(task) >> 2) * blockSize;
  while (weights < end) {
    product(weights, weights + blockSize, rows, to);
    weights += blockSize;
    to += 128;
  }
  if (task.recurrentMask) multiplyByMask(task, panel, stateGradient, stateGradient);
  if (task.cell == GRU) {
    const size = <usize>task.stateSize << 5;
    for (let at: usize = 0; at < size; at += 16) {
      const sum = f32x4.add(v128.load(stateGradient + at), v128.load(bypass + at));
      v128.store(stateGradient + at, sum);
    }
  }
  scatterStep(task, task.inputGradient, <usize>task.inputSize, panel, step, gradient);
}

/** The gradients of the initial state and cell. */
function finishPanel(task: RecurrentTask, panel: usize): void {
  const gradient = panelGradientOf(task, panel), stateGradient = stateOf(task, gradient);
  if (task.initialStateGradient) {
    if (!task.returnSequences) addLastGradients(task, panel, 0, stateGradient);
    scatterRows(task, task.initialStateGradient, panel, stateGradient);
  }
  if (task.initialCellGradient) {
    scatterRows(task, task.initialCellGradient, panel, gradient + (depthOf(task) << 5));
  }
}

// The gradient of the weights: for BLOCK steps of panels at a time, the sum over their rows of the batch of
// the product rows' gradient times input. A thread's scratch for it:
//
//     [BLOCK] pointers to gradients of product rows, then
//     [BLOCK][8 rows of the batch][4]              those of one block, transposed
//     [depth / 8][BLOCK][8 rows of the batch][8]   all inputs, transposed
//     [depth][8]                                   the output's gradient at one step

const TRANSPOSED_ROWS: usize = 64;
const TRANSPOSED_INPUTS: usize = 64 + BLOCK * 128;

/** Bytes of scratch that a thread needs. */
export function recurrentScratchSize(depth: usize): usize {
  return TRANSPOSED_INPUTS + (BLOCK + 1) * (depth << 5) + 64;
}

@inline
function scratchOf(task: RecurrentTask, thread: u32): usize {
  return task.scratch + <usize>thread * recurrentScratchSize(depthOf(task));
}

@inline
function outputGradientOf(task: RecurrentTask, scratch: usize): usize {
  return scratch + TRANSPOSED_INPUTS + BLOCK * (depthOf(task) << 5);
}

function packInputs(task: RecurrentTask, record: usize, slot: usize, scratch: usize): void {
  let from = record, to = scratch + TRANSPOSED_INPUTS + (slot << 8);
  const end = from + (depthOf(task) << 5);
  while (from < end) {
    for (let corner = 0; corner < 4; corner++) {
      const inputHalf = <usize>(corner >> 1), rowHalf = <usize>(corner & 1);
      const source = from + (inputHalf << 7) + (rowHalf << 4);
      const target = to + (rowHalf << 7) + (inputHalf << 4);
      transpose4x4(
        v128.load(source),
        v128.load(source, 32),
        v128.load(source, 64),
        v128.load(source, 96),
        target,
        target + 32,
        target + 64,
        target + 96,
      );
    }
    from += 256;
    to += BLOCK << 8;
  }
}

function accumulateWeights(task: RecurrentTask, slice: usize, count: usize, scratch: usize): void {
  const blocks = <usize>task.productRows >> 2, depth = depthOf(task);
  let sums = task.sliceGradients + slice * sliceGradientSize(task);
  let biasSums = sums + blocks * (depth << 4);
  const rows = scratch + TRANSPOSED_ROWS, rowsEnd = rows + (count << 7);
  for (let block: usize = 0; block < blocks; block++) {
    let sum = v128.load(biasSums);
    for (let slot: usize = 0; slot < count; slot++) {
      const from = load<usize>(scratch + (slot << 2)) + (block << 7);
      const to = rows + (slot << 7);
      for (let half: usize = 0; half < 2; half++) {
        const source = from + (half << 4), target = to + (half << 6);
        transpose4x4(
          v128.load(source),
          v128.load(source, 32),
          v128.load(source, 64),
          v128.load(source, 96),
          target,
          target + 16,
          target + 32,
          target + 48,
        );
      }
      for (let row: usize = 0; row < 128; row += 16) sum = f32x4.add(sum, v128.load(to + row));
    }
    v128.store(biasSums, sum);
    biasSums += 16;
    let inputs = scratch + TRANSPOSED_INPUTS;
    for (let k: usize = 0; k < depth; k += 8) {
      productAdded(rows, rowsEnd, inputs, sums);
      inputs += BLOCK << 8;
      sums += 128;
    }
  }
}

/** Adds the slices' sums, in order, into the gradients of kernel, recurrentKernel and bias. */
export function recurrentReduce(task: RecurrentTask, thread: u32, threads: u32): void {
  const rows = <usize>task.productRows, depth = depthOf(task);
  const end = shareStart(rows, thread + 1, threads, 4);
  for (let row = shareStart(rows, thread, threads, 4); row < end; row++) {
    const from = task.sliceGradients + (row >> 2) * (depth << 4) + ((row & 3) << 5);
    const inputDepth = <usize>task.inputDepth;
    reducePart(task, from, kernelColumn(task, row), task.inputSize, task.kernelGradient);
    reducePart(
      task,
      from + (inputDepth << 4),
      recurrentColumn(task, row),
      task.stateSize,
      task.recurrentKernelGradient,
    );
    const bias = task.sliceGradients + rows * (depth << 2) + (row << 2);
    storeBiasGradient(task, row, sumOverSlices(task, bias));
  }
}

function reducePart(
  task: RecurrentTask,
  from: usize,
  column: isize,
  size: usize,
  matrix: usize,
): void {
  if (column < 0) return;
  const stride = columnsOf(task) << 2;
  let to = matrix + (column << 2);
  for (let k: usize = 0; k < size; k++, to += stride) {
    store<f32>(to, sumOverSlices(task, from + ((k >> 3) << 7) + ((k & 7) << 2)));
  }
}

@inline
function sumOverSlices(task: RecurrentTask, from: usize): f32 {
  const size = sliceGradientSize(task), slices = <usize>task.slices;
  let sum: f32 = 0;
  for (let slice: usize = 0; slice < slices; slice++, from += size) sum += load<f32>(from);
  return sum;
}
