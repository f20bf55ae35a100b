// Pooling over each row's own steps: [batch][steps][features] -> [batch][features].
//
//     mean        sum over t of x_t / length
//     max         and the step of each maximum, the first of equal ones
//     attention   sum over t of a_t x_t,   a = softmax over t of (x_t . vector)
//
// Rows are independent; slices are those of convolution_gradient.ts.

import { addScaled, multiplyAdd, shareStart } from "./vector";

const MEAN: u32 = 0;
const MAX: u32 = 1;

@unmanaged
export class PoolingTask {
  kind: u32;
  batch: u32;
  steps: u32;
  features: u32;
  slices: u32;
  /** [batch] rows, longest first, and the length of each row by its number. */
  order: usize;
  lengths: usize;
  /** The next row, or slice, that no thread has taken. */
  counter: usize;
  input: usize;
  /** [features] */
  vector: usize;
  output: usize;
  /** [batch][features] i32, max only: -1 for rows without steps. */
  winners: usize;
  /** [batch][steps], attention only. */
  weights: usize;
  outputGradient: usize;
  inputGradient: usize;
  /** [slices][features] */
  sliceGradients: usize;
  vectorGradient: usize;
}

export function poolingForward(task: PoolingTask, thread: u32, threads: u32): void {
  const batch = <usize>task.batch, rowSize = <usize>task.features << 2;
  for (;;) {
    const next = <usize>atomic.add<u32>(task.counter, 1);
    if (next >= batch) return;
    const row = <usize>load<u32>(task.order + (next << 2));
    const length = <usize>load<u32>(task.lengths + (row << 2));
    const input = task.input + row * <usize>task.steps * rowSize;
    const output = task.output + row * rowSize;
    memory.fill(output, 0, rowSize);
    if (task.kind == MAX) {
      const winners = task.winners + row * rowSize;
      memory.fill(winners, 0xff, rowSize);
      maximaOverTime(input, rowSize, length, rowSize, output, winners);
    } else if (task.kind == MEAN) {
      for (let step: usize = 0; step < length; step++) {
        addScaled(output, input + step * rowSize, 1, rowSize);
      }
      if (length) scale(output, <f32>1 / <f32>length, rowSize);
    } else {
      const weights = task.weights + (row * <usize>task.steps << 2);
      attentionWeights(task, input, length, weights);
      for (let step: usize = 0; step < length; step++) {
        addScaled(output, input + step * rowSize, load<f32>(weights + (step << 2)), rowSize);
      }
    }
  }
}

/** The softmax of a row's scores; zeros after its end. */
function attentionWeights(task: PoolingTask, input: usize, length: usize, weights: usize): void {
  const rowSize = <usize>task.features << 2;
  let most: f32 = -Infinity;
  for (let step: usize = 0; step < length; step++) {
    const score = dot(input + step * rowSize, task.vector, rowSize);
    store<f32>(weights + (step << 2), score);
    most = max(most, score);
  }
  let sum: f32 = 0;
  for (let step: usize = 0; step < length; step++) {
    const weight = Mathf.exp(load<f32>(weights + (step << 2)) - most);
    store<f32>(weights + (step << 2), weight);
    sum += weight;
  }
  scale(weights, 1 / sum, length << 2);
  memory.fill(weights + (length << 2), 0, (<usize>task.steps - length) << 2);
}

export function poolingBackward(task: PoolingTask, thread: u32, threads: u32): void {
  const batch = <usize>task.batch, slices = <usize>task.slices;
  const rowSize = <usize>task.features << 2, steps = <usize>task.steps;
  for (;;) {
    const slice = <usize>atomic.add<u32>(task.counter, 1);
    if (slice >= slices) return;
    const sums = task.sliceGradients + slice * rowSize;
    memory.fill(sums, 0, rowSize);
    for (let next = slice; next < batch; next += slices) {
      const row = <usize>load<u32>(task.order + (next << 2));
      const length = <usize>load<u32>(task.lengths + (row << 2));
      const gradient = task.outputGradient + row * rowSize;
      const target = task.inputGradient + row * steps * rowSize;
      memory.fill(target, 0, steps * rowSize);
      if (task.kind == MAX) scatterToWinners(task, row, gradient, target);
      else if (task.kind == MEAN) {
        const factor: f32 = <f32>1 / <f32>length;
        for (let step: usize = 0; step < length; step++) {
          addScaled(target + step * rowSize, gradient, factor, rowSize);
        }
      } else attentionGradient(task, row, length, gradient, target, sums);
    }
  }
}

function scatterToWinners(task: PoolingTask, row: usize, gradient: usize, target: usize): void {
  const features = <usize>task.features, winners = task.winners + (row * features << 2);
  for (let feature: usize = 0; feature < features; feature++) {
    const step = load<i32>(winners + (feature << 2));
    if (step < 0) continue;
    store<f32>(
      target + ((<usize>step * features + feature) << 2),
      load<f32>(gradient + (feature << 2)),
    );
  }
}

/**
 * With g the gradient and c = sum over t of a_t (g . x_t): the score's gradient is a_t (g . x_t - c), the
 * input's a_t g + that times vector, the vector's the sum of that times x_t.
 */
function attentionGradient(
  task: PoolingTask,
  row: usize,
  length: usize,
  gradient: usize,
  target: usize,
  sums: usize,
): void {
  const rowSize = <usize>task.features << 2, steps = <usize>task.steps;
  const input = task.input + row * steps * rowSize, weights = task.weights + (row * steps << 2);
  let center: f32 = 0;
  for (let step: usize = 0; step < length; step++) {
    center += load<f32>(weights + (step << 2)) * dot(gradient, input + step * rowSize, rowSize);
  }
  for (let step: usize = 0; step < length; step++) {
    const x = input + step * rowSize, to = target + step * rowSize;
    const weight = load<f32>(weights + (step << 2));
    const score = weight * (dot(gradient, x, rowSize) - center);
    addScaled(to, gradient, weight, rowSize);
    addScaled(to, task.vector, score, rowSize);
    addScaled(sums, x, score, rowSize);
  }
}

/** Adds the slices' sums, in order, into the vector's gradient. */
export function poolingReduce(task: PoolingTask, thread: u32, threads: u32): void {
  const rowSize = <usize>task.features << 2, slices = <usize>task.slices;
  const start = shareStart(rowSize, thread, threads, 64);
  const size = shareStart(rowSize, thread + 1, threads, 64) - start;
  memory.fill(task.vectorGradient + start, 0, size);
  for (let slice: usize = 0; slice < slices; slice++) {
    addScaled(
      task.vectorGradient + start,
      task.sliceGradients + slice * rowSize + start,
      1,
      size,
    );
  }
}

function scale(values: usize, factor: f32, size: usize): void {
  for (let at: usize = 0; at < size; at += 4) {
    store<f32>(values + at, load<f32>(values + at) * factor);
  }
}

function dot(a: usize, b: usize, size: usize): f32 {
  const whole = size & ~15;
  let sums = f32x4.splat(0), at: usize = 0;
  for (; at < whole; at += 16) sums = multiplyAdd(v128.load(a + at), v128.load(b + at), sums);
  let rest: f32 = 0;
  for (; at < size; at += 4) rest += load<f32>(a + at) * load<f32>(b + at);
  return (f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1)) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3)) + rest;
}

/**
 * The maxima over time of rows `stride` bytes apart, of which the first `size` bytes count, and the step of
 * each: the first of equal ones, and the first that is not a number. Without steps, both stay as they are.
 */
export function maximaOverTime(
  values: usize,
  stride: usize,
  steps: usize,
  size: usize,
  maxima: usize,
  winners: usize,
): void {
  if (steps == 0) return;
  let at: usize = 0;
  for (; at + 64 <= size; at += 64) {
    let from = values + at;
    let most0 = v128.load(from), most1 = v128.load(from, 16);
    let most2 = v128.load(from, 32), most3 = v128.load(from, 48);
    let winners0 = i32x4.splat(0), winners1 = winners0, winners2 = winners0, winners3 = winners0;
    for (let step: usize = 1; step < steps; step++) {
      from += stride;
      const numbers = i32x4.splat(<i32>step);
      const value0 = v128.load(from), value1 = v128.load(from, 16);
      const value2 = v128.load(from, 32), value3 = v128.load(from, 48);
      const better0 = replaces(value0, most0), better1 = replaces(value1, most1);
      const better2 = replaces(value2, most2), better3 = replaces(value3, most3);
      most0 = v128.bitselect(value0, most0, better0);
      most1 = v128.bitselect(value1, most1, better1);
      most2 = v128.bitselect(value2, most2, better2);
      most3 = v128.bitselect(value3, most3, better3);
      winners0 = v128.bitselect(numbers, winners0, better0);
      winners1 = v128.bitselect(numbers, winners1, better1);
      winners2 = v128.bitselect(numbers, winners2, better2);
      winners3 = v128.bitselect(numbers, winners3, better3);
    }
    v128.store(maxima + at, most0);
    v128.store(maxima + at, most1, 16);
    v128.store(maxima + at, most2, 32);
    v128.store(maxima + at, most3, 48);
    v128.store(winners + at, winners0);
    v128.store(winners + at, winners1, 16);
    v128.store(winners + at, winners2, 32);
    v128.store(winners + at, winners3, 48);
  }
  for (; at + 16 <= size; at += 16) {
    let from = values + at, most = v128.load(from), winner = i32x4.splat(0);
    for (let step: usize = 1; step < steps; step++) {
      from += stride;
      const value = v128.load(from), better = replaces(value, most);
      most = v128.bitselect(value, most, better);
      winner = v128.bitselect(i32x4.splat(<i32>step), winner, better);
    }
    v128.store(maxima + at, most);
    v128.store(winners + at, winner);
  }
  for (; at < size; at += 4) {
    let from = values + at, most = load<f32>(from), winner: i32 = 0;
    for (let step: usize = 1; step < steps; step++) {
      from += stride;
      const value = load<f32>(from);
      if (value > most || value != value && most == most) {
        most = value;
        winner = <i32>step;
      }
    }
    store<f32>(maxima + at, most);
    store<i32>(winners + at, winner);
  }
}

/** Where a value is above the maximum, or the first that is not a number. */
@inline
function replaces(value: v128, most: v128): v128 {
  return v128.andnot(f32x4.eq(most, most), f32x4.le(value, most));
}
