// Gradients of a stack of convolutions, see convolution.ts. Here steps come first:
//
//     padded    [left zeros, steps, right zeros][channels]     a layer's input, or its gradient
//
// so the window of a step, all taps and channels of it, is one run of memory, and shifted windows overlap.
//
// After a maximum over time only the winning steps have a gradient: a window is added to, once for a
// filter. Other layers gather the steps whose gradient is not zero after ReLU (below a maximum about half
// of all), a block at a time, and run the tile of products.ts over them:
//
//     weights   A = gradients [filters / 4][BLOCK steps][4]     B = windows   [BLOCK steps][8]
//     input     A = weights   [window / 4][filters][4]          B = gradients [8 steps][filters][8]
//
// Slice s takes rows s, s + slices, ... of those sorted by length; weights' sums per slice are added in
// order afterwards, so results do not depend on who computed which slice.

import {
  ConvolutionLayer,
  ConvolutionTask,
  layerAt,
  outputLength,
  roundUp,
  takeNext,
} from "./convolution";
import { product, productAdded, productsAsideAdded, productsBelow } from "./products";
import { addScaled, shareStart, transpose4x4 } from "./vector";

/** Steps whose gradients go through the products at once. */
const BLOCK: usize = 128;

// A thread's scratch: three padded buffers, then
const OFFSETS: usize = 0; // [BLOCK] where each step's window starts, in bytes
const TILE: usize = OFFSETS + (BLOCK << 2);
const WINDOWS: usize = TILE + 256; // two of [BLOCK + 2][8]
const WINDOWS_SIZE: usize = (BLOCK << 5) + 64;
const GRADIENTS: usize = WINDOWS + WINDOWS_SIZE * 2; // [filters / 4][BLOCK][4], then [BLOCK / 8][filters][8]

/** Bytes of a padded buffer: windows that stick out by a tile, and one for steps that do not exist. */
export function convolutionPaddedSize(steps: usize, width: usize, channels: usize): usize {
  return roundUp(((steps + 2 * width) * channels + 16) << 2, 64);
}

/** Bytes of scratch that a thread needs beside its padded buffers. */
export function convolutionGradientScratchSize(filters: usize): usize {
  return GRADIENTS + roundUp(filters, 4) * (BLOCK << 3);
}

/** Bytes of a layer's sums in one slice. */
export function convolutionSliceSize(windowSize: usize, filters: usize): usize {
  return (roundUp(windowSize, 8) + 1) * roundUp(filters, 4) << 2;
}

@inline
function windowSizeOf(layer: ConvolutionLayer): usize {
  return <usize>layer.width * <usize>layer.channels;
}

@inline
function sliceSumsOf(layer: ConvolutionLayer, slice: usize): usize {
  return layer.sliceGradients +
    slice * convolutionSliceSize(windowSizeOf(layer), <usize>layer.filters);
}

@inline
function sliceBiasOf(layer: ConvolutionLayer, sums: usize): usize {
  return sums + roundUp(windowSizeOf(layer), 8) * roundUp(<usize>layer.filters, 4) * 4;
}

/** Whether a layer's gradient comes from a maximum over time. */
@inline
function isPooled(task: ConvolutionTask, index: usize): bool {
  return task.pool != 0 && index == <usize>task.layerCount - 1;
}

/** Packs weights: [filters][window] below a maximum, else [window / 4][filters, a multiple of 4][4]. */
export function convolutionPackBackward(task: ConvolutionTask, thread: u32, threads: u32): void {
  for (let index: usize = 0; index < <usize>task.layerCount; index++) {
    const layer = layerAt(task, index);
    const filters = <usize>layer.filters, windowSize = windowSizeOf(layer);
    const paddedFilters = roundUp(filters, 4), pooled = isPooled(task, index);
    const end = shareStart(roundUp(windowSize, 4), thread + 1, threads, 16);
    for (let k = shareStart(roundUp(windowSize, 4), thread, threads, 16); k < end; k++) {
      const from = layer.kernel + (k * filters << 2);
      if (pooled) {
        if (k >= windowSize) break;
        for (let filter: usize = 0; filter < filters; filter++) {
          store<f32>(
            layer.packedBackward + ((filter * windowSize + k) << 2),
            load<f32>(from + (filter << 2)),
          );
        }
        continue;
      }
      const to = layer.packedBackward + (k >> 2) * (paddedFilters << 4) + ((k & 3) << 2);
      for (let filter: usize = 0; filter < paddedFilters; filter++) {
        const present = k < windowSize && filter < filters;
        store<f32>(to + (filter << 4), present ? load<f32>(from + (filter << 2)) : 0);
      }
    }
  }
}

export function convolutionBackward(task: ConvolutionTask, thread: u32, threads: u32): void {
  const scratch = task.scratch + <usize>thread * <usize>task.scratchSize;
  const slices = <usize>task.slices, batch = <usize>task.batch;
  for (let slice = takeNext(task); slice < slices; slice = takeNext(task)) {
    for (let index: usize = 0; index < <usize>task.layerCount; index++) {
      const layer = layerAt(task, index);
      memory.fill(
        sliceSumsOf(layer, slice),
        0,
        convolutionSliceSize(windowSizeOf(layer), <usize>layer.filters),
      );
    }
    for (let next = slice; next < batch; next += slices) {
      backwardRow(task, slice, <usize>load<u32>(task.order + (next << 2)), scratch);
    }
  }
}

function lengthAtInput(task: ConvolutionTask, row: usize, index: usize): usize {
  let length = <usize>load<u32>(task.lengths + (row << 2));
  for (let i: usize = 0; i < index; i++) length = outputLength(layerAt(task, i), length);
  return length;
}

function backwardRow(task: ConvolutionTask, slice: usize, row: usize, scratch: usize): void {
  const bufferSize = <usize>task.bufferSize;
  const input = scratch;
  let gradient = scratch + bufferSize, inputGradient = gradient + bufferSize;
  const work = inputGradient + bufferSize;
  const last = layerAt(task, <usize>task.layerCount - 1);
  let outputGradient = task.outputGradient +
    row * <usize>last.steps * (<usize>last.filters << 2);
  for (let index = <usize>task.layerCount; index-- > 0;) {
    const layer = layerAt(task, index);
    const length = lengthAtInput(task, row, index), channels = <usize>layer.channels;
    const rowSize = channels << 2, left = <usize>layer.left * rowSize;
    const steps = index ? <usize>layerAt(task, index - 1).steps : <usize>task.steps;
    const values = index ? layerAt(task, index - 1).output : task.input;
    const paddedSize = convolutionPaddedSize(length, <usize>layer.width, channels);
    memory.fill(input, 0, left);
    memory.copy(input + left, values + row * steps * rowSize, length * rowSize);
    memory.fill(input + left + length * rowSize, 0, paddedSize - left - length * rowSize);
    memory.fill(inputGradient, 0, paddedSize);
    if (isPooled(task, index)) addWinners(task, layer, slice, row, input, inputGradient);
    else {
      const steps = outputLength(layer, length);
      addSteps(layer, slice, row, steps, outputGradient, input, inputGradient, work);
    }
    outputGradient = inputGradient + left;
    const swapped = gradient;
    gradient = inputGradient;
    inputGradient = swapped;
  }
  const rowSize = <usize>layerAt(task, 0).channels << 2;
  const length = <usize>load<u32>(task.lengths + (row << 2)), steps = <usize>task.steps;
  const to = task.inputGradient + row * steps * rowSize;
  memory.copy(to, outputGradient, length * rowSize);
  memory.fill(to + length * rowSize, 0, (steps - length) * rowSize);
}

/** Below a maximum: each filter's gradient goes to its winning step alone. */
function addWinners(
  task: ConvolutionTask,
  layer: ConvolutionLayer,
  slice: usize,
  row: usize,
  input: usize,
  inputGradient: usize,
): void {
  const filters = <usize>layer.filters, size = windowSizeOf(layer) << 2;
  const sums = sliceSumsOf(layer, slice), biases = sliceBiasOf(layer, sums);
  for (let filter: usize = 0; filter < filters; filter++) {
    const at = (row * filters + filter) << 2;
    const step = load<i32>(task.winners + at);
    if (step < 0) continue;
    const gradient = load<f32>(task.outputGradient + at);
    const bias = biases + (filter << 2);
    store<f32>(bias, load<f32>(bias) + gradient);
    const start = <usize>step * (<usize>layer.channels << 2);
    addScaled(sums + filter * size, input + start, gradient, size);
    addScaled(inputGradient + start, layer.packedBackward + filter * size, gradient, size);
  }
}

/** Gathers the steps of a row whose gradient is not zero, and runs the products block by block. */
function addSteps(
  layer: ConvolutionLayer,
  slice: usize,
  row: usize,
  steps: usize,
  outputGradient: usize,
  input: usize,
  inputGradient: usize,
  work: usize,
): void {
  const filters = <usize>layer.filters, whole = filters & ~3;
  const outputs = layer.output + row * <usize>layer.steps * (filters << 2);
  const zero = f32x4.splat(0);
  let count: usize = 0;
  for (let step: usize = 0; step < steps; step++) {
    const gradients = outputGradient + step * (filters << 2);
    const values = outputs + step * (filters << 2);
    let to = work + GRADIENTS + (count << 4), any = i32x4.splat(0);
    for (let filter: usize = 0; filter < whole; filter += 4, to += BLOCK << 4) {
      // Not `> 0`: where the output is NaN, the gradient passes.
      const inactive = f32x4.le(v128.load(values + (filter << 2)), zero);
      const gradient = v128.andnot(v128.load(gradients + (filter << 2)), inactive);
      any = v128.or(any, gradient);
      v128.store(to, gradient);
    }
    if (whole < filters) {
      v128.store(to, zero);
      for (let filter = whole; filter < filters; filter++) {
        const inactive = load<f32>(values + (filter << 2)) <= 0;
        const gradient: f32 = inactive ? 0 : load<f32>(gradients + (filter << 2));
        store<f32>(to + ((filter & 3) << 2), gradient);
      }
      any = v128.or(any, v128.load(to));
    }
    if (!v128.any_true(any)) continue;
    store<u32>(work + OFFSETS + (count << 2), <u32>(step * (<usize>layer.channels << 2)));
    if (++count == BLOCK) {
      addBlock(layer, slice, steps, count, input, inputGradient, work);
      count = 0;
    }
  }
  if (count) addBlock(layer, slice, steps, count, input, inputGradient, work);
}

function addBlock(
  layer: ConvolutionLayer,
  slice: usize,
  steps: usize,
  count: usize,
  input: usize,
  inputGradient: usize,
  work: usize,
): void {
  // Steps that fill up the last tile: no gradient, and a window behind all others.
  const filled = roundUp(count, 8), quads = (<usize>layer.filters + 3) >> 2;
  const nowhere = <u32>((steps + <usize>layer.width) * (<usize>layer.channels << 2));
  for (let slot = count; slot < filled; slot++) {
    store<u32>(work + OFFSETS + (slot << 2), nowhere);
    for (let quad: usize = 0; quad < quads; quad++) {
      v128.store(work + GRADIENTS + (quad * BLOCK + slot << 4), f32x4.splat(0));
    }
  }
  addToBias(layer, slice, quads, count, work);
  addToWeights(layer, slice, quads, count, input, work);
  addToInput(layer, quads, filled, inputGradient, work);
}

function addToBias(
  layer: ConvolutionLayer,
  slice: usize,
  quads: usize,
  count: usize,
  work: usize,
): void {
  const biases = sliceBiasOf(layer, sliceSumsOf(layer, slice));
  for (let quad: usize = 0; quad < quads; quad++) {
    let sum = v128.load(biases + (quad << 4));
    const from = work + GRADIENTS + quad * (BLOCK << 4);
    for (let slot: usize = 0; slot < count; slot++) {
      sum = f32x4.add(sum, v128.load(from + (slot << 4)));
    }
    v128.store(biases + (quad << 4), sum);
  }
}

function addToWeights(
  layer: ConvolutionLayer,
  slice: usize,
  quads: usize,
  count: usize,
  input: usize,
  work: usize,
): void {
  const panels = (windowSizeOf(layer) + 7) >> 3, windows = work + WINDOWS;
  const depth = roundUp(count, 2) << 4, right = windows + WINDOWS_SIZE, panelSize = quads << 7;
  let sums = sliceSumsOf(layer, slice);
  for (let panel: usize = 0; panel < panels; panel += 2) {
    const isPair = panel + 1 < panels;
    gatherWindows(input + (panel << 5), work + OFFSETS, count, windows);
    if (isPair) gatherWindows(input + (panel + 1 << 5), work + OFFSETS, count, right);
    let gradients = work + GRADIENTS;
    for (const end = sums + panelSize; sums < end; sums += 128, gradients += BLOCK << 4) {
      const gradientsEnd = gradients + depth;
      if (isPair) {
        productsAsideAdded(gradients, gradientsEnd, windows, right, sums, sums + panelSize);
      } else productAdded(gradients, gradientsEnd, windows, sums);
    }
    sums += panelSize;
  }
}

/** Eight elements of each step's window, side by side. */
function gatherWindows(input: usize, offsets: usize, count: usize, windows: usize): void {
  const end = windows + (count << 5);
  v128.store(end, f32x4.splat(0)); // one more where the count is odd
  v128.store(end, f32x4.splat(0), 16);
  for (let to = windows; to < end; to += 32, offsets += 4) {
    const from = input + <usize>load<u32>(offsets);
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}

function addToInput(
  layer: ConvolutionLayer,
  quads: usize,
  filled: usize,
  inputGradient: usize,
  work: usize,
): void {
  const panelSize = quads << 7, weightsSize = quads << 6, windowSize = windowSizeOf(layer);
  const panels = work + GRADIENTS + quads * (BLOCK << 4), tile = work + TILE;
  for (let slot: usize = 0; slot < filled; slot += 8) {
    let to = panels;
    for (let quad: usize = 0; quad < quads; quad++, to += 128) {
      const from = work + GRADIENTS + (quad * BLOCK + slot << 4);
      for (let half: usize = 0; half < 2; half++) {
        transpose4x4(
          v128.load(from + (half << 6)),
          v128.load(from + (half << 6), 16),
          v128.load(from + (half << 6), 32),
          v128.load(from + (half << 6), 48),
          to + (half << 4),
          to + (half << 4) + 32,
          to + (half << 4) + 64,
          to + (half << 4) + 96,
        );
      }
    }
    let weights = layer.packedBackward;
    const offsets = work + OFFSETS + (slot << 2);
    let k: usize = 0, windows = inputGradient;
    for (; k + 4 < windowSize; k += 8, weights += weightsSize << 1, windows += 32) {
      productsBelow(weights, weightsSize, panels, tile);
      addTile(tile, 4, offsets, windows);
      addTile(tile + 128, min<usize>(4, windowSize - k - 4), offsets, windows + 16);
    }
    if (k < windowSize) {
      product(weights, weights + weightsSize, panels, tile);
      addTile(tile, windowSize - k, offsets, windows);
    }
  }
}

/** Adds column j of a tile, four elements of a window, to the window of step j. */
function addTile(tile: usize, height: usize, offsets: usize, windows: usize): void {
  if (height < 4) {
    for (let j: usize = 0; j < 8; j++) {
      const to = windows + <usize>load<u32>(offsets + (j << 2));
      for (let q: usize = 0; q < height; q++) {
        const from = tile + (q << 5) + (j << 2);
        store<f32>(to + (q << 2), load<f32>(to + (q << 2)) + load<f32>(from));
      }
    }
    return;
  }
  for (let half = 0; half < 2; half++) {
    const row0 = v128.load(tile), row1 = v128.load(tile, 32);
    const row2 = v128.load(tile, 64), row3 = v128.load(tile, 96);
    const low01 = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(row2, row3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(row2, row3, 2, 6, 3, 7);
    addAt(windows + <usize>load<u32>(offsets), v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    addAt(windows + <usize>load<u32>(offsets, 4), v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
    addAt(windows + <usize>load<u32>(offsets, 8), v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
    addAt(windows + <usize>load<u32>(offsets, 12), v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    tile += 16;
    offsets += 16;
  }
}

@inline
function addAt(to: usize, values: v128): void {
  v128.store(to, f32x4.add(v128.load(to), values));
}

/** Adds the slices' sums, in order, into the gradients of kernels and biases. */
export function convolutionReduce(task: ConvolutionTask, thread: u32, threads: u32): void {
  const slices = <usize>task.slices;
  for (let index: usize = 0; index < <usize>task.layerCount; index++) {
    const layer = layerAt(task, index);
    const filters = <usize>layer.filters, windowSize = windowSizeOf(layer);
    const size = convolutionSliceSize(windowSize, filters), sums = layer.sliceGradients;
    const quads = (filters + 3) >> 2, pooled = isPooled(task, index);
    const end = shareStart(windowSize, thread + 1, threads, 8);
    for (let k = shareStart(windowSize, thread, threads, 8); k < end; k++) {
      for (let filter: usize = 0; filter < filters; filter++) {
        const place = pooled
          ? (filter * windowSize + k) << 2
          : ((k >> 3) * quads + (filter >> 2) << 7) + ((filter & 3) << 5) + ((k & 7) << 2);
        const to = layer.kernelGradient + ((k * filters + filter) << 2);
        store<f32>(to, sumOf(sums + place, size, slices));
      }
    }
    if (thread == threads - 1) {
      const biases = sliceBiasOf(layer, sums);
      for (let filter: usize = 0; filter < filters; filter++) {
        const sum = sumOf(biases + (filter << 2), size, slices);
        store<f32>(layer.biasGradient + (filter << 2), sum);
      }
    }
  }
}

@inline
function sumOf(from: usize, stride: usize, count: usize): f32 {
  let sum: f32 = 0;
  for (let i: usize = 0; i < count; i++, from += stride) sum += load<f32>(from);
  return sum;
}
