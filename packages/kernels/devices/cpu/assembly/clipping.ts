// Clipping a list of tensors by their common norm. Squares are summed in f64, in chunks whose sums the
// caller adds in order, so the norm does not depend on the number of threads.

import { shareStart } from "./vector";

/** Elements whose squares make one sum. */
const CHUNK: usize = 4096;

@unmanaged
export class ClippingTask {
  /** [count] of ClippedTensor. */
  tensors: usize;
  count: u32;
  factor: f32;
}

@unmanaged
export class ClippedTensor {
  values: usize;
  clipped: usize;
  size: u32;
  /** [size / CHUNK] f64 */
  sums: usize;
}

/** How many sums a tensor has. */
export function clippingChunks(size: usize): usize {
  return (size + CHUNK - 1) / CHUNK;
}

@inline
function tensorAt(task: ClippingTask, index: usize): ClippedTensor {
  return changetype<ClippedTensor>(task.tensors + index * offsetof<ClippedTensor>());
}

export function sumSquares(task: ClippingTask, thread: u32, threads: u32): void {
  for (let index: usize = 0; index < <usize>task.count; index++) {
    const tensor = tensorAt(task, index), size = <usize>tensor.size;
    const chunks = clippingChunks(size), end = shareStart(chunks, thread + 1, threads, 1);
    for (let chunk = shareStart(chunks, thread, threads, 1); chunk < end; chunk++) {
      const start = chunk * CHUNK, stop = min(size, start + CHUNK);
      store<f64>(
        tensor.sums + (chunk << 3),
        sumRange(tensor.values + (start << 2), tensor.values + (stop << 2)),
      );
    }
  }
}

function sumRange(at: usize, end: usize): f64 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  const whole = at + ((end - at) & ~15);
  for (; at < whole; at += 16) {
    const values = v128.load(at);
    const first = f64x2.promote_low_f32x4(values);
    const second = f64x2.promote_low_f32x4(v128.shuffle<f32>(values, values, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
  }
  const sums = f64x2.add(low, high);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; at < end; at += 4) {
    const value = <f64>load<f32>(at);
    sum += value * value;
  }
  return sum;
}

/** Every tensor times the factor. */
export function scaleTensors(task: ClippingTask, thread: u32, threads: u32): void {
  const factors = f32x4.splat(task.factor);
  for (let index: usize = 0; index < <usize>task.count; index++) {
    const tensor = tensorAt(task, index), bytes = <usize>tensor.size << 2;
    const end = shareStart(bytes, thread + 1, threads, 64), whole = end & ~15;
    let at = shareStart(bytes, thread, threads, 64);
    for (; at < whole; at += 16) {
      v128.store(tensor.clipped + at, f32x4.mul(v128.load(tensor.values + at), factors));
    }
    for (; at < end; at += 4) {
      store<f32>(tensor.clipped + at, load<f32>(tensor.values + at) * task.factor);
    }
  }
}
