// One tile of a product, see products.ts, in eight registers of 128 bits. A step is 8 multiply-adds for 3
// vector loads. V8 checks the bounds of every load, so loads are what counts: three of the four values of A
// come from one load and shuffles, the fourth from a load of its own, because shuffles would otherwise be
// the narrowest port. Eight accumulators, two values of B, A and its splat: 12 of 16 registers. One more
// live vector and they spill, at half the speed. asc -O2 keeps the multiply-adds in the order written; -O3
// reorders them by accumulator and spills.

import { multiplyAdd } from "./vector";

/** What a product starts from. */
export const FROM_ZERO = 0;
export const FROM_BIAS = 1;
export const FROM_OUTPUT = 2;

/** `C = start + A B`, unrolled by two; `bias` has one value for each of the four rows. */
@inline
export function tile(a: usize, aEnd: usize, b: usize, bias: usize, c: usize, start: i32): void {
  let c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128, c30: v128, c31: v128;
  if (start == FROM_BIAS) {
    c00 = v128.load32_splat(bias);
    c10 = v128.load32_splat(bias, 4);
    c20 = v128.load32_splat(bias, 8);
    c30 = v128.load32_splat(bias, 12);
    c01 = c00;
    c11 = c10;
    c21 = c20;
    c31 = c30;
  } else if (start == FROM_OUTPUT) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(c, 32);
    c11 = v128.load(c, 48);
    c20 = v128.load(c, 64);
    c21 = v128.load(c, 80);
    c30 = v128.load(c, 96);
    c31 = v128.load(c, 112);
  } else {
    c00 = f32x4.splat(0);
    c01 = c00;
    c10 = c00;
    c11 = c00;
    c20 = c00;
    c21 = c00;
    c30 = c00;
    c31 = c00;
  }
  while (a < aEnd) {
    let b0 = v128.load(b), b1 = v128.load(b, 16), four = v128.load(a);
    let one = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    one = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    one = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    one = v128.load32_splat(a, 12);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);

    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    four = v128.load(a, 16);
    one = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    one = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    one = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    one = v128.load32_splat(a, 28);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    a += 32;
    b += 64;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c10, 32);
  v128.store(c, c11, 48);
  v128.store(c, c20, 64);
  v128.store(c, c21, 80);
  v128.store(c, c30, 96);
  v128.store(c, c31, 112);
}
