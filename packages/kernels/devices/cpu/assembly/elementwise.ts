// Elementwise operations: one operand, or two of which the second may be broadcast along one run of axes.

import { sigmoid, tanh } from "./activations";
import { shareStart } from "./vector";

const ADD: u32 = 0;
const SUBTRACT: u32 = 1;
const MULTIPLY: u32 = 2;
const DIVIDE: u32 = 3;
const SUBTRACT_FROM: u32 = 4; // b - a
const DIVIDE_INTO: u32 = 5; // b / a

const RELU: u32 = 0;
const SIGMOID: u32 = 1;
const TANH: u32 = 2;
const SQUARE: u32 = 3;
const SQUARE_ROOT: u32 = 4;
const NEGATE: u32 = 5;
const STEP: u32 = 6;

/** Elements that a thread takes at a time. */
const GRAIN: usize = 1024;

@unmanaged
export class BinaryTask {
  operation: u32;
  /** a is [outer][repeat][inner], b is [outer][inner]. */
  outer: u32;
  repeat: u32;
  inner: u32;
  a: usize;
  b: usize;
  output: usize;
}

@unmanaged
export class UnaryTask {
  operation: u32;
  size: u32;
  input: usize;
  output: usize;
}

export function binary(task: BinaryTask, thread: u32, threads: u32): void {
  const outer = <usize>task.outer, repeat = <usize>task.repeat, inner = <usize>task.inner;
  const operation = task.operation;
  if (repeat == 1) {
    const size = outer * inner, start = shareStart(size, thread, threads, GRAIN);
    const end = shareStart(size, thread + 1, threads, GRAIN);
    combineRows(operation, task.a, task.b, task.output, start << 2, end << 2);
  } else if (inner == 1) {
    const size = outer * repeat, end = shareStart(size, thread + 1, threads, GRAIN);
    let start = shareStart(size, thread, threads, GRAIN);
    while (start < end) {
      const index = start / repeat, stop = min(end, (index + 1) * repeat);
      const b = load<f32>(task.b + (index << 2));
      combineScalar(operation, task.a, b, task.output, start << 2, stop << 2);
      start = stop;
    }
  } else {
    const rows = outer * repeat, rowSize = inner << 2;
    const end = shareStart(rows, thread + 1, threads, 1);
    for (let row = shareStart(rows, thread, threads, 1); row < end; row++) {
      const a = task.a + row * rowSize, b = task.b + row / repeat * rowSize;
      combineRows(operation, a, b, task.output + row * rowSize, 0, rowSize);
    }
  }
}

@inline
function combine(operation: u32, a: v128, b: v128): v128 {
  if (operation == ADD) return f32x4.add(a, b);
  if (operation == SUBTRACT) return f32x4.sub(a, b);
  if (operation == MULTIPLY) return f32x4.mul(a, b);
  if (operation == DIVIDE) return f32x4.div(a, b);
  if (operation == SUBTRACT_FROM) return f32x4.sub(b, a);
  return f32x4.div(b, a);
}

@inline
function combineRowsBy(
  operation: u32,
  a: usize,
  b: usize,
  to: usize,
  start: usize,
  end: usize,
): void {
  const whole = start + ((end - start) & ~15);
  let at = start;
  for (; at < whole; at += 16) {
    v128.store(to + at, combine(operation, v128.load(a + at), v128.load(b + at)));
  }
  for (; at < end; at += 4) {
    const result = combine(operation, v128.load32_splat(a + at), v128.load32_splat(b + at));
    v128.store_lane<f32>(to + at, result, 0);
  }
}

/** The operation is a constant inside of each loop. */
function combineRows(
  operation: u32,
  a: usize,
  b: usize,
  to: usize,
  start: usize,
  end: usize,
): void {
  if (operation == ADD) combineRowsBy(ADD, a, b, to, start, end);
  else if (operation == SUBTRACT) combineRowsBy(SUBTRACT, a, b, to, start, end);
  else if (operation == MULTIPLY) combineRowsBy(MULTIPLY, a, b, to, start, end);
  else if (operation == DIVIDE) combineRowsBy(DIVIDE, a, b, to, start, end);
  else if (operation == SUBTRACT_FROM) combineRowsBy(SUBTRACT_FROM, a, b, to, start, end);
  else combineRowsBy(DIVIDE_INTO, a, b, to, start, end);
}

@inline
function combineScalarBy(
  operation: u32,
  a: usize,
  b: f32,
  to: usize,
  start: usize,
  end: usize,
): void {
  const whole = start + ((end - start) & ~15), four = f32x4.splat(b);
  let at = start;
  for (; at < whole; at += 16) {
    v128.store(to + at, combine(operation, v128.load(a + at), four));
  }
  for (; at < end; at += 4) {
    v128.store_lane<f32>(to + at, combine(operation, v128.load32_splat(a + at), four), 0);
  }
}

function combineScalar(
  operation: u32,
  a: usize,
  b: f32,
  to: usize,
  start: usize,
  end: usize,
): void {
  if (operation == ADD) combineScalarBy(ADD, a, b, to, start, end);
  else if (operation == SUBTRACT) combineScalarBy(SUBTRACT, a, b, to, start, end);
  else if (operation == MULTIPLY) combineScalarBy(MULTIPLY, a, b, to, start, end);
  else if (operation == DIVIDE) combineScalarBy(DIVIDE, a, b, to, start, end);
  else if (operation == SUBTRACT_FROM) combineScalarBy(SUBTRACT_FROM, a, b, to, start, end);
  else combineScalarBy(DIVIDE_INTO, a, b, to, start, end);
}

@inline
function transform(operation: u32, x: v128): v128 {
  if (operation == RELU) return f32x4.max(x, f32x4.splat(0));
  if (operation == SIGMOID) return sigmoid(x);
  if (operation == TANH) return tanh(x);
  if (operation == SQUARE) return f32x4.mul(x, x);
  if (operation == SQUARE_ROOT) return f32x4.sqrt(x);
  if (operation == NEGATE) return f32x4.neg(x);
  const positive = v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.splat(1));
  return v128.bitselect(x, positive, f32x4.ne(x, x));
}

@inline
function transformBy(operation: u32, from: usize, to: usize, start: usize, end: usize): void {
  const whole = start + ((end - start) & ~15);
  let at = start;
  for (; at < whole; at += 16) v128.store(to + at, transform(operation, v128.load(from + at)));
  for (; at < end; at += 4) {
    v128.store_lane<f32>(to + at, transform(operation, v128.load32_splat(from + at)), 0);
  }
}

export function unary(task: UnaryTask, thread: u32, threads: u32): void {
  const size = <usize>task.size, from = task.input, to = task.output, operation = task.operation;
  const start = shareStart(size, thread, threads, GRAIN) << 2;
  const end = shareStart(size, thread + 1, threads, GRAIN) << 2;
  if (operation == RELU) transformBy(RELU, from, to, start, end);
  else if (operation == SIGMOID) transformBy(SIGMOID, from, to, start, end);
  else if (operation == TANH) transformBy(TANH, from, to, start, end);
  else if (operation == SQUARE) transformBy(SQUARE, from, to, start, end);
  else if (operation == SQUARE_ROOT) transformBy(SQUARE_ROOT, from, to, start, end);
  else if (operation == NEGATE) transformBy(NEGATE, from, to, start, end);
  else transformBy(STEP, from, to, start, end);
}
