// Dropout with a mask that is a function of (seed, counter, element) alone: Philox 4x32 with ten rounds
// (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").
//
// Element i of the mask is word i mod 4 of the block with counter (i / 4, counter) and key seed. Four
// blocks are computed at once, one a lane. A mask may be shared along one run of axes: values are
// [outer][repeat][inner], the mask [outer][inner].

import { shareStart, transpose4x4 } from "./vector";

/** Elements of the mask that are drawn at a time, in a thread's scratch. */
const CHUNK: usize = 1024;

@unmanaged
export class DropoutTask {
  outer: u32;
  repeat: u32;
  inner: u32;
  seedLow: u32;
  seedHigh: u32;
  counterLow: u32;
  counterHigh: u32;
  /** An element is dropped where its word is below this. */
  threshold: u32;
  scale: f32;
  input: usize;
  output: usize;
  scratch: usize;
}

/** Bytes of scratch that a thread needs. */
export function dropoutScratchSize(): usize {
  return (CHUNK + 32) << 2;
}

export function dropout(task: DropoutTask, thread: u32, threads: u32): void {
  const inner = <usize>task.inner, repeat = <usize>task.repeat;
  const chunks = (inner + CHUNK - 1) / CHUNK, total = chunks * <usize>task.outer;
  const scratch = task.scratch + <usize>thread * dropoutScratchSize();
  const end = shareStart(total, thread + 1, threads, 1);
  for (let item = shareStart(total, thread, threads, 1); item < end; item++) {
    const outer = item / chunks, start = item % chunks * CHUNK;
    const first = outer * inner + start, count = min(CHUNK, inner - start);
    // Sixteen elements are drawn at once.
    const drawn = first & ~15;
    drawMask(task, drawn, first + count, scratch);
    const factors = scratch + ((first - drawn) << 2);
    for (let i: usize = 0; i < repeat; i++) {
      const at = ((outer * repeat + i) * inner + start) << 2;
      multiply(task.input + at, factors, task.output + at, count << 2);
    }
  }
}

function multiply(values: usize, factors: usize, to: usize, size: usize): void {
  const whole = size & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    v128.store(to + at, f32x4.mul(v128.load(values + at), v128.load(factors + at)));
  }
  for (; at < size; at += 4) {
    store<f32>(to + at, load<f32>(values + at) * load<f32>(factors + at));
  }
}

/** Elements start to end of the mask: 0, or the scale. `start` is a multiple of 16. */
function drawMask(task: DropoutTask, start: usize, end: usize, to: usize): void {
  const threshold = i32x4.splat(task.threshold), scale = f32x4.splat(task.scale);
  const multiplier0 = i32x4.splat(0xD2511F53), multiplier1 = i32x4.splat(0xCD9E8D57);
  for (let element = start; element < end; element += 16, to += 64) {
    const block = <u32>(element >> 2);
    let c0 = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3));
    let c1 = i32x4.splat(0);
    let c2 = i32x4.splat(task.counterLow), c3 = i32x4.splat(task.counterHigh);
    let key0 = task.seedLow, key1 = task.seedHigh;
    for (let round = 0; round < 10; round++) {
      const low0 = i64x2.extmul_low_i32x4_u(c0, multiplier0);
      const high0 = i64x2.extmul_high_i32x4_u(c0, multiplier0);
      const low1 = i64x2.extmul_low_i32x4_u(c2, multiplier1);
      const high1 = i64x2.extmul_high_i32x4_u(c2, multiplier1);
      c0 = v128.xor(
        v128.xor(v128.shuffle<i32>(low1, high1, 1, 3, 5, 7), c1),
        i32x4.splat(key0),
      );
      c2 = v128.xor(
        v128.xor(v128.shuffle<i32>(low0, high0, 1, 3, 5, 7), c3),
        i32x4.splat(key1),
      );
      c1 = v128.shuffle<i32>(low1, high1, 0, 2, 4, 6);
      c3 = v128.shuffle<i32>(low0, high0, 0, 2, 4, 6);
      key0 += 0x9E3779B9;
      key1 += 0xBB67AE85;
    }
    transpose4x4(
      v128.and(i32x4.ge_u(c0, threshold), scale),
      v128.and(i32x4.ge_u(c1, threshold), scale),
      v128.and(i32x4.ge_u(c2, threshold), scale),
      v128.and(i32x4.ge_u(c3, threshold), scale),
      to,
      to + 16,
      to + 32,
      to + 48,
    );
  }
}
