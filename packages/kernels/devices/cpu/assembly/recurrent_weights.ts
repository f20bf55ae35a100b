// The gradient of a recurrent layer's weights: for BLOCK steps of panels at a time, the sum over their rows of
// the batch of the product rows' gradient times input. A thread's scratch for it is, for each slice that it
// works on,
//
//     [BLOCK] pointers to gradients of product rows, and the number of these that are pending, then
//     [BLOCK][8 rows of the batch][6 or 4]         those of one block of rows, transposed
//     [6][8]                                       a tile that nobody reads
//     [depth / 8][BLOCK][8 rows of the batch][8]   all inputs, transposed
//
// and [depth][8], the output's gradient at one step, then the tanh of the LSTM's cell.

import {
  productAdded,
  productsAsideAdded,
  rowsInSixes,
  sixProductsAsideAdded,
} from "./products";
import {
  columnsOf,
  depthOf,
  kernelColumn,
  recurrentColumn,
  RecurrentTask,
  rowsOf,
  storeBiasGradient,
} from "./recurrent_task";
import { shareStart, transpose4x4 } from "./vector";

/** Steps of panels whose gradients of weights are summed in one product: 8 x 8 rows deep. */
export const BLOCK: usize = 8;

const PENDING: usize = 32;
const TRANSPOSED_ROWS: usize = 64;
const SPARE_TILE: usize = TRANSPOSED_ROWS + BLOCK * 192;
const TRANSPOSED_INPUTS: usize = SPARE_TILE + 192;

/** Bytes of scratch that a thread needs for this many slices at a time. */
export function recurrentScratchSize(depth: usize, together: usize): usize {
  return together * sliceScratchSize(depth) + (depth << 5) + 64;
}

@inline
function sliceScratchSize(depth: usize): usize {
  return TRANSPOSED_INPUTS + BLOCK * (depth << 5);
}

@inline
export function scratchOf(task: RecurrentTask, thread: u32): usize {
  const size = recurrentScratchSize(depthOf(task), <usize>task.together);
  return task.scratch + <usize>thread * size;
}

@inline
export function sliceScratch(task: RecurrentTask, scratch: usize, index: usize): usize {
  return scratch + index * sliceScratchSize(depthOf(task));
}

@inline
export function stepScratchOf(task: RecurrentTask, scratch: usize): usize {
  return sliceScratch(task, scratch, <usize>task.together);
}

@inline
function sliceGradientSize(task: RecurrentTask): usize {
  return (<usize>task.productRows << 2) * (depthOf(task) + 1);
}

@inline
function sliceGradientOf(task: RecurrentTask, slice: usize): usize {
  return task.sliceGradients + slice * sliceGradientSize(task);
}

/** Nothing summed yet, nothing pending. */
export function startWeights(task: RecurrentTask, slice: usize, scratch: usize): void {
  memory.fill(sliceGradientOf(task, slice), 0, sliceGradientSize(task));
  store<u32>(scratch, 0, PENDING);
}

/** Keeps a record's inputs, transposed, and where its rows' gradients are; returns how many are pending. */
export function addPending(task: RecurrentTask, record: usize, scratch: usize): usize {
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
export function accumulateWeights(task: RecurrentTask, slice: usize, scratch: usize): void {
  const count = <usize>load<u32>(scratch, PENDING);
  if (count == 0) return;
  store<u32>(scratch, 0, PENDING);
  const rows = <usize>task.productRows, depth = depthOf(task), sixes = rowsInSixes(rows);
  const sliceGradient = sliceGradientOf(task, slice), biasSums = sliceGradient + rows * (depth << 2);
  for (let row: usize = 0; row < rows; row += row < sixes ? 6 : 4) {
    const sums = sliceGradient + row * (depth << 2), end = sums + depth * 4 * (row < sixes ? 6 : 4);
    if (row < sixes) {
      transposeSixRows(scratch, count, row, biasSums);
      addSixRows(scratch, count, sums, end);
    } else {
      transposeRows(scratch, count, row, biasSums);
      addRows(scratch, count, sums, end);
    }
  }
}

/** Adds the products of four transposed rows with all inputs. */
@inline
function addRows(scratch: usize, count: usize, sums: usize, end: usize): void {
  const rows = scratch + TRANSPOSED_ROWS, rowsEnd = rows + (count << 7);
  let inputs = scratch + TRANSPOSED_INPUTS;
  for (; sums + 128 < end; sums += 256, inputs += BLOCK << 9) {
    productsAsideAdded(rows, rowsEnd, inputs, inputs + (BLOCK << 8), sums, sums + 128);
  }
  if (sums < end) productAdded(rows, rowsEnd, inputs, sums);
}

/** The same of six rows; the last inputs, where they have no others beside them, are their own neighbours. */
@inline
function addSixRows(scratch: usize, count: usize, sums: usize, end: usize): void {
  const rows = scratch + TRANSPOSED_ROWS, rowsEnd = rows + count * 192;
  let inputs = scratch + TRANSPOSED_INPUTS;
  for (; sums + 192 < end; sums += 384, inputs += BLOCK << 9) {
    sixProductsAsideAdded(rows, rowsEnd, inputs, inputs + (BLOCK << 8), sums, sums + 192);
  }
  if (sums < end) {
    sixProductsAsideAdded(rows, rowsEnd, inputs, inputs, sums, scratch + SPARE_TILE);
  }
}

/** Transposes the pending gradients of four rows from `row` on, and adds them to the bias's sums. */
function transposeRows(scratch: usize, count: usize, row: usize, biasSums: usize): void {
  let sum = v128.load(biasSums + (row << 2));
  for (let slot: usize = 0; slot < count; slot++) {
    const from = load<usize>(scratch + (slot << 2)) + (row << 5);
    const to = scratch + TRANSPOSED_ROWS + (slot << 7);
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
    for (let at: usize = 0; at < 128; at += 16) sum = f32x4.add(sum, v128.load(to + at));
  }
  v128.store(biasSums + (row << 2), sum);
}

/** The same of six rows: four as above, and two more. */
function transposeSixRows(scratch: usize, count: usize, row: usize, biasSums: usize): void {
  const bias = biasSums + (row << 2);
  let sum = v128.load(bias), sumOfTwo = v128.load64_zero(bias, 16);
  for (let slot: usize = 0; slot < count; slot++) {
    const from = load<usize>(scratch + (slot << 2)) + (row << 5);
    const to = scratch + TRANSPOSED_ROWS + slot * 192;
    for (let half: usize = 0; half < 2; half++) {
      const source = from + (half << 4), target = to + half * 96;
      transpose4x4(
        v128.load(source),
        v128.load(source, 32),
        v128.load(source, 64),
        v128.load(source, 96),
        target,
        target + 24,
        target + 48,
        target + 72,
      );
      const fifth = v128.load(source, 128), sixth = v128.load(source, 160);
      const low = v128.shuffle<f32>(fifth, sixth, 0, 4, 1, 5);
      const high = v128.shuffle<f32>(fifth, sixth, 2, 6, 3, 7);
      v128.store_lane<i64>(target, low, 0, 16);
      v128.store_lane<i64>(target, low, 1, 40);
      v128.store_lane<i64>(target, high, 0, 64);
      v128.store_lane<i64>(target, high, 1, 88);
    }
    for (let at: usize = 0; at < 192; at += 24) {
      sum = f32x4.add(sum, v128.load(to + at));
      sumOfTwo = f32x4.add(sumOfTwo, v128.load64_zero(to + at, 16));
    }
  }
  v128.store(bias, sum);
  v128.store_lane<i64>(bias, sumOfTwo, 0, 16);
}

/** Adds the slices' sums, in order, into the gradients of kernel, recurrentKernel and bias. */
export function recurrentReduce(task: RecurrentTask, thread: u32, threads: u32): void {
  const rows = <usize>task.productRows, depth = depthOf(task), sixes = rowsInSixes(rows);
  const end = shareStart(rows, thread + 1, threads, 4);
  for (let row = shareStart(rows, thread, threads, 4); row < end; row++) {
    const tileRows: usize = row < sixes ? 6 : 4, rowInTile = row % tileRows;
    const from = task.sliceGradients + (row - rowInTile) * (depth << 2) + (rowInTile << 5);
    const inputDepth = <usize>task.inputDepth, tileSize = tileRows << 5;
    const column = kernelColumn(task, row), state = from + (inputDepth >> 3) * tileSize;
    reducePart(task, from, tileSize, column, task.inputSize, task.kernelGradient);
    const recurrent = recurrentColumn(task, row);
    reducePart(task, state, tileSize, recurrent, task.stateSize, task.recurrentKernelGradient);
    const bias = task.sliceGradients + rows * (depth << 2) + (row << 2);
    storeBiasGradient(task, row, sumOverSlices(task, bias));
  }
}

function reducePart(
  task: RecurrentTask,
  from: usize,
  tileSize: usize,
  column: isize,
  size: usize,
  matrix: usize,
): void {
  if (column < 0) return;
  const stride = columnsOf(task) << 2;
  let to = matrix + (column << 2);
  for (let k: usize = 0; k < size; k++, to += stride) {
    store<f32>(to, sumOverSlices(task, from + (k >> 3) * tileSize + ((k & 7) << 2)));
  }
}

@inline
function sumOverSlices(task: RecurrentTask, from: usize): f32 {
  const size = sliceGradientSize(task), slices = <usize>task.slices;
  let sum: f32 = 0;
  for (let slice: usize = 0; slice < slices; slice++, from += size) sum += load<f32>(from);
  return sum;
}
