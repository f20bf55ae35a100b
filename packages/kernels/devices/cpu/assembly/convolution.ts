// A stack of convolutions over time, each with bias and ReLU, and a maximum over time at its end if asked
// for: forward. Gradients are in convolution_gradient.ts.
//
// Each row of the batch goes through the whole stack in two buffers of its thread, from one to the other:
//
//     buffer    [margin, steps, tail][channels, made a multiple of eight]     zeros around the steps
//
// The window of a step, all channels of all its taps, is one run of memory, and the output of a layer is the
// input of the next. The tile of products.ts is four consecutive steps times eight filters:
//
//     A    [window][4 steps]                  gathered by transposing four windows, 4 x 4 at a time
//     B    [filters / 8][window][8 filters]   packed weights
//
// Windows of three to six taps take the shorter way of fast_convolution.ts, if there are enough channels
// and filters for it to pay. Rows of the batch are independent: threads take them in turn, longest first,
// from a shared counter.

import { fastConvolve, packTransformed } from "./fast_convolution";
import { maximaOverTime } from "./pooling";
import { product, productsAside } from "./products";
import { shareStart, transpose4x4 } from "./vector";

/** Groups of four steps that a panel of weights is run over in turn: they fit into L1 together. */
const GROUPS: usize = 4;
/** Bytes of a tile. Two of them are computed at a time. */
const TILE_SIZE: usize = 128;
/** Rows behind a row's last step that tiles read and write. */
const TAIL: usize = 48;
/** Values beyond it take the direct way, on which infinity and NaN stay where they are. */
const TAME: f32 = 1e15;

/** One convolution. Sizes in elements, pointers in bytes. */
@unmanaged
export class ConvolutionLayer {
  channels: u32;
  filters: u32;
  width: u32;
  /** Zeros before the first step, and steps that the output is shorter by. */
  left: u32;
  lost: u32;
  /** Time steps of the padded output. */
  steps: u32;
  /** [width][channels][filters] and [filters] */
  kernel: usize;
  bias: usize;
  packed: usize;
  /** [filters, made a multiple of eight] */
  packedBias: usize;
  /** The weights as fast_convolution.ts needs them, or 0. */
  transformed: usize;
  /** 1: weights are too large for it, or not numbers. */
  wild: u32;
  /** [batch][steps][filters]: the output, or 0 where nobody needs it. */
  output: usize;
  packedBackward: usize;
  sliceGradients: usize;
  kernelGradient: usize;
  biasGradient: usize;
}

@unmanaged
export class ConvolutionTask {
  batch: u32;
  steps: u32;
  layers: usize;
  layerCount: u32;
  /** 1: the output is the maximum over time. */
  pool: u32;
  slices: u32;
  /** [batch] rows, longest first, and the length of each row by its number. */
  order: usize;
  lengths: usize;
  /** The next row, or slice, that no thread has taken. */
  counter: usize;
  input: usize;
  /** [batch][filters] maxima, and the step of each: -1 where it has no gradient. */
  maxima: usize;
  winners: usize;
  /** Zero rows at the start of a buffer. */
  margin: u32;
  /** Bytes of a buffer, and of a thread's scratch. */
  bufferSize: u32;
  scratchSize: u32;
  scratch: usize;
  outputGradient: usize;
  inputGradient: usize;
}

@inline
export function layerAt(task: ConvolutionTask, index: usize): ConvolutionLayer {
  return changetype<ConvolutionLayer>(task.layers + index * offsetof<ConvolutionLayer>());
}

@inline
export function roundUp(value: usize, multiple: usize): usize {
  return (value + multiple - 1) & ~(multiple - 1);
}

/** Steps of a layer's output for an input of this many. */
@inline
export function outputLength(layer: ConvolutionLayer, length: usize): usize {
  const lost = <usize>layer.lost;
  return length > lost ? length - lost : 0;
}

@inline
export function takeNext(task: ConvolutionTask): usize {
  return <usize>atomic.add<u32>(task.counter, 1);
}

/** Bytes of a buffer's row: whole pairs of vectors. */
@inline
export function rowSizeOf(channels: usize): usize {
  return roundUp(channels, 8) << 2;
}

/** Elements of a step's window in a buffer. */
@inline
export function paddedWindow(layer: ConvolutionLayer): usize {
  return <usize>layer.width * roundUp(<usize>layer.channels, 8);
}

/** Bytes of a buffer. */
export function convolutionBufferSize(
  margin: usize,
  steps: usize,
  width: usize,
  channels: usize,
): usize {
  return (margin + steps + TAIL + width) * rowSizeOf(channels);
}

/** Bytes of scratch that a thread needs beside its two buffers, for the direct way. */
export function convolutionScratchSize(width: usize, channels: usize): usize {
  return TILE_SIZE * 2 + GROUPS * width * roundUp(channels, 8) * 16;
}

/** Packs all layers' weights and biases. */
export function convolutionPack(task: ConvolutionTask, thread: u32, threads: u32): void {
  for (let index: usize = 0; index < <usize>task.layerCount; index++) {
    const layer = layerAt(task, index);
    const filters = <usize>layer.filters, channels = <usize>layer.channels;
    const paddedChannels = roundUp(channels, 8), window = paddedWindow(layer);
    const panels = (filters + 7) >> 3, end = shareStart(panels, thread + 1, threads, 1);
    for (let panel = shareStart(panels, thread, threads, 1); panel < end; panel++) {
      const first = panel << 3, count = min<usize>(8, filters - first);
      const to = layer.packed + panel * (window << 5);
      memory.fill(to, 0, window << 5);
      for (let tap: usize = 0; tap < <usize>layer.width; tap++) {
        for (let channel: usize = 0; channel < channels; channel++) {
          memory.copy(
            to + (tap * paddedChannels + channel << 5),
            layer.kernel + (((tap * channels + channel) * filters + first) << 2),
            count << 2,
          );
        }
      }
      memory.fill(layer.packedBias + (first << 2), 0, 32);
      memory.copy(layer.packedBias + (first << 2), layer.bias + (first << 2), count << 2);
      if (!isTame(to, window << 5)) layer.wild = 1;
      if (layer.transformed) packTransformed(layer, panel);
    }
  }
}

export function convolutionForward(task: ConvolutionTask, thread: u32, threads: u32): void {
  const scratch = task.scratch + <usize>thread * <usize>task.scratchSize;
  for (let next = takeNext(task); next < <usize>task.batch; next = takeNext(task)) {
    forwardRow(task, <usize>load<u32>(task.order + (next << 2)), scratch);
  }
}

function forwardRow(task: ConvolutionTask, row: usize, scratch: usize): void {
  const margin = <usize>task.margin;
  let from = scratch, to = scratch + <usize>task.bufferSize;
  let length = <usize>load<u32>(task.lengths + (row << 2));
  const channels = <usize>layerAt(task, 0).channels;
  const input = task.input + row * <usize>task.steps * (channels << 2);
  copyRows(input, channels << 2, from + margin * rowSizeOf(channels), rowSizeOf(channels), length);
  const tame = isTame(input, length * channels << 2);
  clearSurroundings(task, from, channels, length);
  for (let index: usize = 0; index < <usize>task.layerCount; index++) {
    const layer = layerAt(task, index), work = scratch + (<usize>task.bufferSize << 1);
    const filters = <usize>layer.filters, rowSize = rowSizeOf(filters);
    length = outputLength(layer, length);
    const windows = from + (margin - <usize>layer.left) * rowSizeOf(<usize>layer.channels);
    const outputs = to + margin * rowSize;
    if (layer.transformed && !layer.wild && tame) fastConvolve(layer, windows, outputs, length, work);
    else convolve(layer, windows, outputs, length, work);
    clearSurroundings(task, to, filters, length);
    if (layer.output) {
      const outputSize = filters << 2, steps = <usize>layer.steps;
      const output = layer.output + row * steps * outputSize;
      copyRows(outputs, rowSize, output, outputSize, length);
      memory.fill(output + length * outputSize, 0, (steps - length) * outputSize);
    }
    const swapped = from;
    from = to;
    to = swapped;
  }
  if (task.pool) maximaOfRow(task, row, from, length);
}

/** Copies rows whose sizes differ by padding. */
function copyRows(from: usize, fromSize: usize, to: usize, toSize: usize, count: usize): void {
  if (fromSize == toSize) {
    memory.copy(to, from, count * fromSize);
    return;
  }
  const size = min(fromSize, toSize);
  for (let i: usize = 0; i < count; i++) {
    memory.copy(to + i * toSize, from + i * fromSize, size);
  }
}

/** Zeros before and after a row's steps, and in the channels that fill up a row of the buffer. */
function clearSurroundings(
  task: ConvolutionTask,
  buffer: usize,
  channels: usize,
  length: usize,
): void {
  const rowSize = rowSizeOf(channels), steps = buffer + <usize>task.margin * rowSize;
  memory.fill(buffer, 0, <usize>task.margin * rowSize);
  memory.fill(steps + length * rowSize, 0, TAIL * rowSize);
  const used = channels << 2;
  if (used == rowSize) return;
  for (let step: usize = 0; step < length; step++) {
    memory.fill(steps + step * rowSize + used, 0, rowSize - used);
  }
}

/** Whether all values are moderate numbers. */
function isTame(values: usize, size: usize): bool {
  const limit = f32x4.splat(TAME), whole = size & ~15;
  let tame = i32x4.splat(-1), at: usize = 0;
  for (; at < whole; at += 16) {
    tame = v128.and(tame, f32x4.lt(f32x4.abs(v128.load(values + at)), limit));
  }
  for (; at < size; at += 4) {
    if (!(abs(load<f32>(values + at)) < TAME)) return false;
  }
  return i32x4.all_true(tame);
}

/** One layer on one row, the direct way; computes whole tiles, also beyond the row's last step. */
function convolve(
  layer: ConvolutionLayer,
  windows: usize,
  outputs: usize,
  length: usize,
  work: usize,
): void {
  const rowSize = rowSizeOf(<usize>layer.channels), window = paddedWindow(layer);
  const filters = roundUp(<usize>layer.filters, 8), outputSize = filters << 2;
  const groupSize = window << 4, panelSize = window << 5, groups = work + TILE_SIZE * 2;
  for (let start: usize = 0; start < length; start += GROUPS * 4) {
    const end = min(length, start + GROUPS * 4);
    for (let step = start, group = groups; step < end; step += 4, group += groupSize) {
      gatherWindows(windows + step * rowSize, rowSize, window, group);
    }
    let weights = layer.packed, bias = layer.packedBias;
    for (let filter: usize = 0; filter < filters; filter += 16) {
      const left = filters - filter, right = weights + panelSize;
      for (let step = start, group = groups; step < end; step += 4, group += groupSize) {
        const to = outputs + step * outputSize + (filter << 2), groupEnd = group + groupSize;
        if (left > 8) productsAside(group, groupEnd, weights, right, work, work + TILE_SIZE);
        else product(group, groupEnd, weights, work);
        storeRelu(work, bias, to, outputSize);
        storeRelu(work + 16, bias + 16, to + 16, outputSize);
        if (left > 8) {
          storeRelu(work + TILE_SIZE, bias + 32, to + 32, outputSize);
          storeRelu(work + TILE_SIZE + 16, bias + 48, to + 48, outputSize);
        }
      }
      weights += panelSize * 2;
      bias += 64;
    }
  }
}

/** The windows of four consecutive steps side by side. */
function gatherWindows(from: usize, rowSize: usize, window: usize, to: usize): void {
  for (const end = from + (window << 2); from < end; from += 16, to += 64) {
    transpose4x4(
      v128.load(from),
      v128.load(from + rowSize),
      v128.load(from + rowSize * 2),
      v128.load(from + rowSize * 3),
      to,
      to + 16,
      to + 32,
      to + 48,
    );
  }
}

/** Half a tile: four steps of four filters. pmax(x, 0) is `x < 0 ? 0 : x`: NaN stays NaN. */
function storeRelu(tile: usize, bias: usize, to: usize, rowSize: usize): void {
  const zero = f32x4.splat(0), biases = v128.load(bias);
  for (const end = tile + TILE_SIZE; tile < end; tile += 32, to += rowSize) {
    v128.store(to, f32x4.pmax(f32x4.add(v128.load(tile), biases), zero));
  }
}

/** The maximum of each filter over a row's steps, and its first step; a maximum of 0 has no gradient. */
function maximaOfRow(task: ConvolutionTask, row: usize, buffer: usize, length: usize): void {
  const filters = <usize>layerAt(task, <usize>task.layerCount - 1).filters;
  const rowSize = rowSizeOf(filters), steps = buffer + <usize>task.margin * rowSize;
  const at = row * filters << 2, maxima = task.maxima + at, winners = task.winners + at;
  memory.fill(maxima, 0, filters << 2);
  maximaOverTime(steps, rowSize, length, filters << 2, maxima, winners);
  for (let filter: usize = 0; filter < filters; filter++) {
    if (load<f32>(maxima + (filter << 2)) == 0) store<i32>(winners + (filter << 2), -1);
  }
}
