// Vectors of four f32 lanes, and the one instruction that the two builds differ in.

/** `a * b + c`: one fused instruction in the relaxed build, two in the other. */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<f32>(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** `c - a * b`. */
@inline
export function negatedMultiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_nmadd<f32>(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/**
 * 2^-62: gradients of recurrent layers below it count as 0.
 *
 * They shrink on their way back through time until they are denormal, and an Intel processor takes some 150
 * cycles for each operation on those: it trained an LSTM ten times as slowly. WebAssembly has no way to flush
 * them to zero. What is that small trains nothing; its square, too, is no denormal number yet.
 */
export const LEAST_GRADIENT: f32 = 2.168404344971009e-19;

/** 0 in the lanes that are smaller than the limit; NaN stays. */
@inline
export function dropBelow(limit: v128, x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), limit));
}

/** Stores the four columns of the 4 x 4 block with these rows. */
@inline
export function transpose4x4(
  row0: v128,
  row1: v128,
  row2: v128,
  row3: v128,
  column0: usize,
  column1: usize,
  column2: usize,
  column3: usize,
): void {
  const low01 = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(row2, row3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(row2, row3, 2, 6, 3, 7);
  v128.store(column0, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(column1, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(column2, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(column3, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/** The first of `total` items that falls to a thread, at a multiple of `grain`; its last is before the next thread's first. */
@inline
export function shareStart(total: usize, thread: u32, threads: u32, grain: usize): usize {
  const grains = (total + grain - 1) / grain;
  return min(total, (grains * <usize>thread / <usize>threads) * grain);
}

/** `to += from * factor`, `size` bytes. */
export function addScaled(to: usize, from: usize, factor: f32, size: usize): void {
  const factors = f32x4.splat(factor), whole = size & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    v128.store(to + at, multiplyAdd(v128.load(from + at), factors, v128.load(to + at)));
  }
  for (; at < size; at += 4) {
    const sum = multiplyAdd(
      f32x4.splat(load<f32>(from + at)),
      factors,
      f32x4.splat(load<f32>(to + at)),
    );
    store<f32>(to + at, f32x4.extract_lane(sum, 0));
  }
}
