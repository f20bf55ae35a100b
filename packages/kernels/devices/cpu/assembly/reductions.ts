// Sum, mean and maximum along one run of axes, and softmax along the last: [outer][length][inner]. Sums are
// in f64, as tfjs's own are.

import { shareStart } from "./vector";

const SUM: u32 = 0;

@unmanaged
export class ReductionTask {
  /** 0: the sum over `divisor`; 1: the maximum. */
  operation: u32;
  outer: u32;
  length: u32;
  inner: u32;
  divisor: f32;
  input: usize;
  output: usize;
}

export function reduce(task: ReductionTask, thread: u32, threads: u32): void {
  const inner = <usize>task.inner, length = <usize>task.length;
  if (inner == 1) {
    const end = shareStart(<usize>task.outer, thread + 1, threads, 1);
    for (let row = shareStart(<usize>task.outer, thread, threads, 1); row < end; row++) {
      const from = task.input + (row * length << 2), stop = from + (length << 2);
      const result = task.operation == SUM ? sumOf(task, from, stop) : maximumOf(from, stop);
      store<f32>(task.output + (row << 2), result);
    }
    return;
  }
  // Four columns at a time.
  const blocks = (inner + 3) >> 2, total = <usize>task.outer * blocks;
  const end = shareStart(total, thread + 1, threads, 4);
  for (let item = shareStart(total, thread, threads, 4); item < end; item++) {
    const row = item / blocks, column = item % blocks << 2;
    const from = task.input + ((row * length * inner + column) << 2);
    const to = task.output + ((row * inner + column) << 2);
    if (column + 4 <= inner) reduceFour(task, from, inner << 2, to);
    else {
      for (let q: usize = 0; column + q < inner; q++) {
        reduceOne(task, from + (q << 2), inner << 2, to + (q << 2));
      }
    }
  }
}

function sumOf(task: ReductionTask, at: usize, end: usize): f32 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  const whole = at + ((end - at) & ~15);
  for (; at < whole; at += 16) {
    const values = v128.load(at);
    low = f64x2.add(low, f64x2.promote_low_f32x4(values));
    high = f64x2.add(
      high,
      f64x2.promote_low_f32x4(v128.shuffle<f32>(values, values, 2, 3, 2, 3)),
    );
  }
  const sums = f64x2.add(low, high);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; at < end; at += 4) sum += <f64>load<f32>(at);
  return scaled(task, sum);
}

@inline
function scaled(task: ReductionTask, sum: f64): f32 {
  return <f32>(sum / <f64>task.divisor);
}

function maximumOf(at: usize, end: usize): f32 {
  let most = v128.load32_splat(at);
  const whole = at + ((end - at) & ~15);
  for (; at < whole; at += 16) most = f32x4.max(most, v128.load(at));
  for (; at < end; at += 4) most = f32x4.max(most, v128.load32_splat(at));
  most = f32x4.max(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1));
  most = f32x4.max(most, v128.shuffle<f32>(most, most, 1, 0, 3, 2));
  return f32x4.extract_lane(most, 0);
}

function reduceFour(task: ReductionTask, from: usize, stride: usize, to: usize): void {
  const end = from + <usize>task.length * stride;
  if (task.operation == SUM) {
    let low = f64x2.splat(0), high = f64x2.splat(0);
    for (; from < end; from += stride) {
      const values = v128.load(from);
      low = f64x2.add(low, f64x2.promote_low_f32x4(values));
      high = f64x2.add(
        high,
        f64x2.promote_low_f32x4(v128.shuffle<f32>(values, values, 2, 3, 2, 3)),
      );
    }
    store<f32>(to, scaled(task, f64x2.extract_lane(low, 0)));
    store<f32>(to, scaled(task, f64x2.extract_lane(low, 1)), 4);
    store<f32>(to, scaled(task, f64x2.extract_lane(high, 0)), 8);
    store<f32>(to, scaled(task, f64x2.extract_lane(high, 1)), 12);
    return;
  }
  let most = v128.load(from);
  for (; from < end; from += stride) most = f32x4.max(most, v128.load(from));
  v128.store(to, most);
}

function reduceOne(task: ReductionTask, from: usize, stride: usize, to: usize): void {
  const end = from + <usize>task.length * stride;
  if (task.operation == SUM) {
    let sum: f64 = 0;
    for (; from < end; from += stride) sum += <f64>load<f32>(from);
    store<f32>(to, scaled(task, sum));
    return;
  }
  let most = load<f32>(from);
  for (; from < end; from += stride) most = max(most, load<f32>(from));
  store<f32>(to, most);
}

@unmanaged
export class SoftmaxTask {
  rows: u32;
  length: u32;
  input: usize;
  output: usize;
}

export function softmax(task: SoftmaxTask, thread: u32, threads: u32): void {
  const length = <usize>task.length << 2;
  const end = shareStart(<usize>task.rows, thread + 1, threads, 1);
  for (let row = shareStart(<usize>task.rows, thread, threads, 1); row < end; row++) {
    const from = task.input + row * length, to = task.output + row * length;
    const most = maximumOf(from, from + length);
    let sum: f64 = 0;
    for (let at: usize = 0; at < length; at += 4) {
      const value = Mathf.exp(load<f32>(from + at) - most);
      store<f32>(to + at, value);
      sum += <f64>value;
    }
    const total = <f32>sum;
    for (let at: usize = 0; at < length; at += 4) {
      store<f32>(to + at, load<f32>(to + at) / total);
    }
  }
}
