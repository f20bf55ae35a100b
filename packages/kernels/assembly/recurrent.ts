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
  takeSlices,
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
  for (let first = takeSlices(task); first < slices; first = takeSlices(task)) {
    const end = min(first + <usize>task.together, slices);
    for (let slice = first; slice < end; slice++) {
      for (let panel = slice; panel < panels; panel += slices) startPanel(task, panel);
    }
    const steps = stepsOf(task, first);
    for (let step: usize = 0; step < steps; step++) forwardStep(task, first, end, step);
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

/** A step of the panels of some slices, block by block: a block's weights serve one panel after another. */
function forwardStep(task: RecurrentTask, first: usize, end: usize, step: usize): void {
  const panels = <usize>task.panels, slices = <usize>task.slices;
  for (let slice = first; slice < end; slice++) {
    for (let panel = slice; panel < panels; panel += slices) {
      if (step >= stepsOf(task, panel)) break;
      const record = recordOf(task, panel, step);
      gatherStep(task, task.input, <usize>task.inputSize, panel, step, record);
      clearPadding(task, record);
      if (task.recurrentMask) {
        multiplyByMask(task, panel, unmaskedStateOf(task, record), stateOf(task, record));
      }
    }
  }
  const blocks = <usize>task.productRows >> 2, blockSize = depthOf(task) << 4;
  for (let block: usize = 0; block < blocks; block++) {
    const weights = task.packedForward + block * blockSize, bias = task.packedBias + (block << 4);
    for (let slice = first; slice < end; slice++) {
      for (let panel = slice; panel < panels; panel += slices) {
        if (step >= stepsOf(task, panel)) break;
        const record = recordOf(task, panel, step), rows = rowsOf(task, record) + (block << 7);
        productWithBias(weights, weights + blockSize, record, bias, rows);
      }
    }
  }
  for (let slice = first; slice < end; slice++) {
    for (let panel = slice; panel < panels; panel += slices) {
      if (step >= stepsOf(task, panel)) break;
      const next = recordOf(task, panel, step + 1), state = unmaskedStateOf(task, next);
      stepCell(task, recordOf(task, panel, step), next);
      if (task.returnSequences) {
        scatterStep(task, task.output, <usize>task.stateSize, panel, step, state);
      } else storeLastStates(task, panel, step + 1, state);
    }
  }
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
  const panels = <usize>task.panels, slices = <usize>task.slices;
  for (let first = takeSlices(task); first < slices; first = takeSlices(task)) {
    const end = min(first + <usize>task.together, slices), scratch = scratchOf(task, thread);
    for (let slice = first; slice < end; slice++) {
      memory.fill(sliceGradientOf(task, slice), 0, sliceGradientSize(task));
      store<u32>(sliceScratch(task, scratch, slice - first), 0, PENDING);
      for (let panel = slice; panel < panels; panel += slices) {
        memory.fill(panelGradientOf(task, panel), 0, panelGradientSize(task));
        if (task.recurrentMask) gatherMask(task, panel);
      }
    }
    for (let step = stepsOf(task, first); step-- > 0;) {
      backwardStep(task, first, end, step, scratch);
    }
    for (let slice = first; slice < end; slice++) {
      accumulateWeights(task, slice, sliceScratch(task, scratch, slice - first));
      for (let panel = slice; panel < panels; panel += slices) finishPanel(task, panel);
    }
  }
}

@inline
function panelGradientOf(task: RecurrentTask, panel: usize): usize {
  return task.panelGradients + panel * panelGradientSize(task);
}

@inline
function sliceGradientOf(task: RecurrentTask, slice: usize): usize {
  return task.sliceGradients + slice * sliceGradientSize(task);
}

/** A step of the panels of some slices, block by block as in forwardStep. */
function backwardStep(
  task: RecurrentTask,
  first: usize,
  end: usize,
  step: usize,
  scratch: usize,
): void {
  const panels = <usize>task.panels, slices = <usize>task.slices;
  for (let slice = first; slice < end; slice++) {
    for (let panel = slice; panel < panels; panel += slices) {
      if (step >= stepsOf(task, panel)) break;
      rowGradients(task, panel, step, scratch);
    }
  }
  const blocks = depthOf(task) >> 2, blockSize = <usize>task.productRows << 4;
  for (let block: usize = 0; block < blocks; block++) {
    const weights = task.packedBackward + block * blockSize;
    for (let slice = first; slice < end; slice++) {
      for (let panel = slice; panel < panels; panel += slices) {
        if (step >= stepsOf(task, panel)) break;
        const rows = rowsOf(task, recordOf(task, panel, step));
        product(weights, weights + blockSize, rows, panelGradientOf(task, panel) + (block << 7));
      }
    }
  }
  for (let slice = first; slice < end; slice++) {
    const own = sliceScratch(task, scratch, slice - first);
    for (let panel = slice; panel < panels; panel += slices) {
      if (step >= stepsOf(task, panel)) break;
      inputGradients(task, panel, step);
      if (addPending(task, recordOf(task, panel, step), own) == BLOCK) {
        accumulateWeights(task, slice, own);
      }
    }
  }
}

/** The gradients of the product's rows, in the rows' place, from those of the state and the cell. */
function rowGradients(task: RecurrentTask, panel: usize, step: usize, scratch: usize): void {
  const record = recordOf(task, panel, step), gradient = panelGradientOf(task, panel);
  const stateGradient = stateOf(task, gradient), bypass = gradient + (depthOf(task) << 5);
  if (task.returnSequences) {
    addStepGradients(task, panel, step, stateGradient, outputGradientOf(task, scratch));
  } else addLastGradients(task, panel, step + 1, stateGradient);

  if (task.cell == LSTM) lstmCellGradient(task, record, stateGradient, bypass);
  else if (task.cell == GRU) gruCellGradient(task, record, stateGradient, bypass);
  else rnnCellGradient(task, record, stateGradient);
}

/** What follows the product: the state's gradient for the step before, the inputs' for the caller. */
function inputGradients(task: RecurrentTask, panel: usize, step: usize): void {
  const gradient = panelGradientOf(task, panel);
  const stateGradient = stateOf(task, gradient), bypass = gradient + (depthOf(task) << 5);
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
// the product rows' gradient times input. A thread's scratch for it is, for each slice that it works on,
//
//     [BLOCK] pointers to gradients of product rows, and the number of these that are pending, then
//     [BLOCK][8 rows of the batch][4]              those of one block, transposed
//     [depth / 8][BLOCK][8 rows of the batch][8]   all inputs, transposed
//
// and [depth][8], the output's gradient at one step.

const PENDING: usize = 32;
const TRANSPOSED_ROWS: usize = 64;
const TRANSPOSED_INPUTS: usize = 64 + BLOCK * 128;

/** Bytes of scratch that a thread needs for this many slices at a time. */
export function recurrentScratchSize(depth: usize, together: usize): usize {
  return together * sliceScratchSize(depth) + (depth << 5) + 64;
}

@inline
function sliceScratchSize(depth: usize): usize {
  return TRANSPOSED_INPUTS + BLOCK * (depth << 5);
}

@inline
function scratchOf(task: RecurrentTask, thread: u32): usize {
  const size = recurrentScratchSize(depthOf(task), <usize>task.together);
  return task.scratch + <usize>thread * size;
}

@inline
function sliceScratch(task: RecurrentTask, scratch: usize, index: usize): usize {
  return scratch + index * sliceScratchSize(depthOf(task));
}

@inline
function outputGradientOf(task: RecurrentTask, scratch: usize): usize {
  return sliceScratch(task, scratch, <usize>task.together);
}

/** Keeps a record's inputs, transposed, and where its rows' gradients are; returns how many are pending. */
function addPending(task: RecurrentTask, record: usize, scratch: usize): usize {
  const slot = <usize>load<u32>(scratch, PENDING);
  store<usize>(scratch + (slot << 2), rowsOf(task, record));
  store<u32>(scratch, <u32>(slot + 1), PENDING);
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
  return slot + 1;
}

/** Adds what is pending to the slice's sums. */
function accumulateWeights(task: RecurrentTask, slice: usize, scratch: usize): void {
  const count = <usize>load<u32>(scratch, PENDING);
  if (count == 0) return;
  store<u32>(scratch, 0, PENDING);
  const blocks = <usize>task.productRows >> 2, depth = depthOf(task);
  let sums = sliceGradientOf(task, slice);
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
