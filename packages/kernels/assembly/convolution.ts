// A stack of convolutions over time, each with bias and ReLU, and a maximum over time at its end if asked
// for: forward. Gradients are in convolution_gradient.ts.
//
// Each row of the batch goes through the whole stack in buffers of its thread, channel by channel:
//
//     buffer    [channels][stride]     margin zeros, then the row's steps, then zeros
//
// so a tile of the product (products.ts) is four filters times eight consecutive steps, and what it stores is
// what the next convolution reads. The stride is an odd number of cache lines: channels then fall into
// different sets of the cache. A window is what one output sees, all channels of the first tap first:
//
//     A    [filters / 4][window][4 filters]    packed weights
//     B    [window][8 steps]                   gathered panel by panel; one serves all filters
//
// Rows of the batch are independent: threads take them in turn, longest first, from a shared counter.

import { productWithBias } from "./products";
import { shareStart, transpose4x4 } from "./vector";

/** Steps that a filter's weights are run over in turn: two panels, which fit into L1 beside the weights. */
const BLOCK: usize = 16;
/** Bytes of a tile. */
const TILE_SIZE: usize = 128;

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
  /** [filters, made a multiple of four] */
  packedBias: usize;
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
  /** Of a buffer's channel, in bytes. */
  stride: u32;
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

/** A filter's window, made even. */
@inline
function paddedWindow(layer: ConvolutionLayer): usize {
  return roundUp(<usize>layer.width * <usize>layer.channels, 2);
}

/** Bytes of scratch that a thread needs beside its two buffers. */
export function convolutionScratchSize(windowSize: usize): usize {
  return TILE_SIZE + (BLOCK >> 3) * (roundUp(windowSize, 2) << 5);
}

/** Packs all layers' weights and biases. */
export function convolutionPack(task: ConvolutionTask, thread: u32, threads: u32): void {
  for (let index: usize = 0; index < <usize>task.layerCount; index++) {
    const layer = layerAt(task, index);
    const filters = <usize>layer.filters, padded = paddedWindow(layer);
    const windowSize = <usize>layer.width * <usize>layer.channels, quads = (filters + 3) >> 2;
    const end = shareStart(quads, thread + 1, threads, 1);
    for (let quad = shareStart(quads, thread, threads, 1); quad < end; quad++) {
      for (let q: usize = 0; q < 4; q++) {
        const filter = (quad << 2) + q;
        const to = layer.packed + quad * (padded << 4) + (q << 2);
        for (let k: usize = 0; k < padded; k++) {
          const from = layer.kernel + ((k * filters + filter) << 2);
          store<f32>(to + (k << 4), filter < filters && k < windowSize ? load<f32>(from) : 0);
        }
        const bias = filter < filters ? load<f32>(layer.bias + (filter << 2)) : 0;
        store<f32>(layer.packedBias + (filter << 2), bias);
      }
    }
  }
}

export function convolutionForward(task: ConvolutionTask, thread: u32, threads: u32): void {
  const bufferSize = <usize>task.bufferSize, scratch = task.scratch +
    <usize>thread * <usize>task.scratchSize;
  memory.fill(scratch, 0, bufferSize << 1);
  for (let next = takeNext(task); next < <usize>task.batch; next = takeNext(task)) {
    forwardRow(task, <usize>load<u32>(task.order + (next << 2)), scratch);
  }
}

function forwardRow(task: ConvolutionTask, row: usize, scratch: usize): void {
  const stride = <usize>task.stride, margin = <usize>task.margin << 2;
  let from = scratch, to = scratch + <usize>task.bufferSize;
  let length = <usize>load<u32>(task.lengths + (row << 2));
  const channels = <usize>layerAt(task, 0).channels;
  const input = task.input + (row * <usize>task.steps * channels << 2);
  transpose(input, channels << 2, length, channels, from + margin, stride);
  clearTails(task, from, channels, length);
  for (let index: usize = 0; index < <usize>task.layerCount; index++) {
    const layer = layerAt(task, index);
    const filters = <usize>layer.filters;
    length = outputLength(layer, length);
    convolve(task, layer, from, to, length, scratch + (<usize>task.bufferSize << 1));
    clearTails(task, to, filters, length);
    if (layer.output) {
      const rowSize = filters << 2, steps = <usize>layer.steps;
      const output = layer.output + row * steps * rowSize;
      transpose(to + margin, stride, filters, length, output, rowSize);
      memory.fill(output + length * rowSize, 0, (steps - length) * rowSize);
    }
    const swapped = from;
    from = to;
    to = swapped;
  }
  if (task.pool) maximaOfRow(task, row, from, length);
}

/** Zeros after a row's last step. */
function clearTails(task: ConvolutionTask, buffer: usize, channels: usize, length: usize): void {
  const stride = <usize>task.stride;
  const start = (<usize>task.margin + length) << 2;
  for (let channel: usize = 0; channel < channels; channel++) {
    memory.fill(buffer + channel * stride + start, 0, stride - start);
  }
}

/** One layer on one row; computes whole tiles, also beyond the row's last step. */
function convolve(
  task: ConvolutionTask,
  layer: ConvolutionLayer,
  from: usize,
  to: usize,
  length: usize,
  scratch: usize,
): void {
  const stride = <usize>task.stride, margin = <usize>task.margin;
  const quads = (<usize>layer.filters + 3) >> 2, windowSize = paddedWindow(layer);
  const weightsSize = windowSize << 4, panelSize = windowSize << 5;
  const input = from + ((margin - <usize>layer.left) << 2), output = to + (margin << 2);
  const panels = scratch + TILE_SIZE;
  for (let start: usize = 0; start < length; start += BLOCK) {
    const end = min(length, start + BLOCK);
    for (let step = start, panel = panels; step < end; step += 8, panel += panelSize) {
      gatherWindows(layer, input + (step << 2), stride, panel);
    }
    for (let quad: usize = 0; quad < quads; quad++) {
      const weights = layer.packed + quad * weightsSize, bias = layer.packedBias + (quad << 4);
      const rows = output + (quad << 2) * stride;
      for (let step = start, panel = panels; step < end; step += 8, panel += panelSize) {
        productWithBias(weights, weights + weightsSize, panel, bias, scratch);
        storeRelu(scratch, rows + (step << 2), stride);
      }
    }
  }
}

/** The windows of eight consecutive steps: a tap is the same channels one element further. */
function gatherWindows(layer: ConvolutionLayer, from: usize, stride: usize, to: usize): void {
  const channels = <usize>layer.channels, end = from + (<usize>layer.width << 2);
  for (let tap = from; tap < end; tap += 4) {
    let row = tap;
    for (let channel: usize = 0; channel < channels; channel++, row += stride, to += 32) {
      v128.store(to, v128.load(row));
      v128.store(to, v128.load(row, 16), 16);
    }
  }
  if (<usize>layer.width * channels & 1) memory.fill(to, 0, 32);
}

function storeRelu(tile: usize, to: usize, stride: usize): void {
  const zero = f32x4.splat(0), end = tile + TILE_SIZE;
  // pmax(x, 0) is `x < 0 ? 0 : x`: NaN stays NaN.
  for (; tile < end; tile += 32, to += stride) {
    v128.store(to, f32x4.pmax(v128.load(tile), zero));
    v128.store(to, f32x4.pmax(v128.load(tile, 16), zero), 16);
  }
}

/** The maximum of each filter over a row's steps, and its first step; nothing is below 0 after ReLU. */
function maximaOfRow(task: ConvolutionTask, row: usize, buffer: usize, length: usize): void {
  const filters = <usize>layerAt(task, <usize>task.layerCount - 1).filters;
  const stride = <usize>task.stride;
  for (let filter: usize = 0; filter < filters; filter++) {
    const from = buffer + filter * stride + (<usize>task.margin << 2);
    let most = f32x4.splat(0);
    // Behind the last step there are zeros.
    for (let step: usize = 0; step < length; step += 4) {
      most = f32x4.max(most, v128.load(from + (step << 2)));
    }
    most = f32x4.max(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1));
    most = f32x4.max(most, v128.shuffle<f32>(most, most, 1, 0, 3, 2));
    const maximum = f32x4.extract_lane(most, 0);
    const at = (row * filters + filter) << 2;
    store<f32>(task.maxima + at, maximum);
    store<i32>(task.winners + at, maximum == 0 ? -1 : firstStepOf(from, length, maximum));
  }
}

function firstStepOf(from: usize, length: usize, value: f32): i32 {
  const wanted = f32x4.splat(value), isNaN = value != value;
  for (let step: usize = 0; step < length; step += 4) {
    const values = v128.load(from + (step << 2));
    const found = i32x4.bitmask(isNaN ? f32x4.ne(values, values) : f32x4.eq(values, wanted));
    if (found) return <i32>step + ctz(found);
  }
  return -1;
}

/** `to[column][row] = from[row][column]`; strides in bytes. */
function transpose(
  from: usize,
  fromStride: usize,
  rows: usize,
  columns: usize,
  to: usize,
  toStride: usize,
): void {
  const wholeRows = rows & ~3, wholeColumns = columns & ~3;
  for (let row: usize = 0; row < wholeRows; row += 4) {
    const source = from + row * fromStride, target = to + (row << 2);
    for (let column: usize = 0; column < wholeColumns; column += 4) {
      const at = source + (column << 2), put = target + column * toStride;
      transpose4x4(
        v128.load(at),
        v128.load(at + fromStride),
        v128.load(at + fromStride * 2),
        v128.load(at + fromStride * 3),
        put,
        put + toStride,
        put + toStride * 2,
        put + toStride * 3,
      );
    }
  }
  for (let row: usize = 0; row < rows; row++) {
    for (let column = row < wholeRows ? wholeColumns : 0; column < columns; column++) {
      store<f32>(
        to + column * toStride + (row << 2),
        load<f32>(from + row * fromStride + (column << 2)),
      );
    }
  }
}
