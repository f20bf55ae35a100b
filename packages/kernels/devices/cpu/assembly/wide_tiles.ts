// Two tiles of products, see products.ts, at once: eight accumulators of 256 bits where V8 joins pairs of
// adjacent v128 (../runtime/vector_width.ts), sixteen of 128 bits, which spill, where it does not. Side by
// side takes 6 loads for 8 multiply-adds of 256 bits, one below the other 9.

import { FROM_BIAS, FROM_OUTPUT } from "./tile";
import { multiplyAdd } from "./vector";

/** Two tiles with the same A, on B and on `right`, into C and `rightC`. */
@inline
export function tilesAside(
  a: usize,
  aEnd: usize,
  b: usize,
  right: usize,
  bias: usize,
  c: usize,
  rightC: usize,
  start: i32,
): void {
  let c00: v128, c01: v128, c02: v128, c03: v128, c10: v128, c11: v128, c12: v128, c13: v128;
  let c20: v128, c21: v128, c22: v128, c23: v128, c30: v128, c31: v128, c32: v128, c33: v128;
  if (start == FROM_BIAS) {
    c00 = v128.load32_splat(bias);
    c10 = v128.load32_splat(bias, 4);
    c20 = v128.load32_splat(bias, 8);
    c30 = v128.load32_splat(bias, 12);
    c01 = c00;
    c02 = c00;
    c03 = c00;
    c11 = c10;
    c12 = c10;
    c13 = c10;
    c21 = c20;
    c22 = c20;
    c23 = c20;
    c31 = c30;
    c32 = c30;
    c33 = c30;
  } else if (start == FROM_OUTPUT) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(c, 32);
    c11 = v128.load(c, 48);
    c20 = v128.load(c, 64);
    c21 = v128.load(c, 80);
    c30 = v128.load(c, 96);
    c31 = v128.load(c, 112);
    c02 = v128.load(rightC);
    c03 = v128.load(rightC, 16);
    c12 = v128.load(rightC, 32);
    c13 = v128.load(rightC, 48);
    c22 = v128.load(rightC, 64);
    c23 = v128.load(rightC, 80);
    c32 = v128.load(rightC, 96);
    c33 = v128.load(rightC, 112);
  } else {
    c00 = f32x4.splat(0);
    c01 = c00;
    c02 = c00;
    c03 = c00;
    c10 = c00;
    c11 = c00;
    c12 = c00;
    c13 = c00;
    c20 = c00;
    c21 = c00;
    c22 = c00;
    c23 = c00;
    c30 = c00;
    c31 = c00;
    c32 = c00;
    c33 = c00;
  }
  while (a < aEnd) {
    let b0 = v128.load(b), b1 = v128.load(b, 16);
    let b2 = v128.load(right), b3 = v128.load(right, 16);
    let one = v128.load32_splat(a);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    c02 = multiplyAdd(one, b2, c02);
    c03 = multiplyAdd(one, b3, c03);
    one = v128.load32_splat(a, 4);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    c12 = multiplyAdd(one, b2, c12);
    c13 = multiplyAdd(one, b3, c13);
    one = v128.load32_splat(a, 8);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    c22 = multiplyAdd(one, b2, c22);
    c23 = multiplyAdd(one, b3, c23);
    one = v128.load32_splat(a, 12);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    c32 = multiplyAdd(one, b2, c32);
    c33 = multiplyAdd(one, b3, c33);

    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    b2 = v128.load(right, 32);
    b3 = v128.load(right, 48);
    one = v128.load32_splat(a, 16);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    c02 = multiplyAdd(one, b2, c02);
    c03 = multiplyAdd(one, b3, c03);
    one = v128.load32_splat(a, 20);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    c12 = multiplyAdd(one, b2, c12);
    c13 = multiplyAdd(one, b3, c13);
    one = v128.load32_splat(a, 24);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    c22 = multiplyAdd(one, b2, c22);
    c23 = multiplyAdd(one, b3, c23);
    one = v128.load32_splat(a, 28);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    c32 = multiplyAdd(one, b2, c32);
    c33 = multiplyAdd(one, b3, c33);
    a += 32;
    b += 64;
    right += 64;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c10, 32);
  v128.store(c, c11, 48);
  v128.store(c, c20, 64);
  v128.store(c, c21, 80);
  v128.store(c, c30, 96);
  v128.store(c, c31, 112);
  v128.store(rightC, c02);
  v128.store(rightC, c03, 16);
  v128.store(rightC, c12, 32);
  v128.store(rightC, c13, 48);
  v128.store(rightC, c22, 64);
  v128.store(rightC, c23, 80);
  v128.store(rightC, c32, 96);
  v128.store(rightC, c33, 112);
}

/** Two tiles with the same B, of `a` and of `below`, into C and the tile after it. */
@inline
export function tilesBelow(
  a: usize,
  below: usize,
  aEnd: usize,
  b: usize,
  bias: usize,
  c: usize,
  start: i32,
): void {
  let c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128, c30: v128, c31: v128;
  let c40: v128, c41: v128, c50: v128, c51: v128, c60: v128, c61: v128, c70: v128, c71: v128;
  if (start == FROM_BIAS) {
    c00 = v128.load32_splat(bias);
    c10 = v128.load32_splat(bias, 4);
    c20 = v128.load32_splat(bias, 8);
    c30 = v128.load32_splat(bias, 12);
    c40 = v128.load32_splat(bias, 16);
    c50 = v128.load32_splat(bias, 20);
    c60 = v128.load32_splat(bias, 24);
    c70 = v128.load32_splat(bias, 28);
    c01 = c00;
    c11 = c10;
    c21 = c20;
    c31 = c30;
    c41 = c40;
    c51 = c50;
    c61 = c60;
    c71 = c70;
  } else {
    c00 = f32x4.splat(0);
    c01 = c00;
    c10 = c00;
    c11 = c00;
    c20 = c00;
    c21 = c00;
    c30 = c00;
    c31 = c00;
    c40 = c00;
    c41 = c00;
    c50 = c00;
    c51 = c00;
    c60 = c00;
    c61 = c00;
    c70 = c00;
    c71 = c00;
  }
  while (a < aEnd) {
    let b0 = v128.load(b), b1 = v128.load(b, 16);
    let one = v128.load32_splat(a);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    one = v128.load32_splat(a, 4);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    one = v128.load32_splat(a, 8);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    one = v128.load32_splat(a, 12);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    one = v128.load32_splat(below);
    c40 = multiplyAdd(one, b0, c40);
    c41 = multiplyAdd(one, b1, c41);
    one = v128.load32_splat(below, 4);
    c50 = multiplyAdd(one, b0, c50);
    c51 = multiplyAdd(one, b1, c51);
    one = v128.load32_splat(below, 8);
    c60 = multiplyAdd(one, b0, c60);
    c61 = multiplyAdd(one, b1, c61);
    one = v128.load32_splat(below, 12);
    c70 = multiplyAdd(one, b0, c70);
    c71 = multiplyAdd(one, b1, c71);

    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    one = v128.load32_splat(a, 16);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    one = v128.load32_splat(a, 20);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    one = v128.load32_splat(a, 24);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    one = v128.load32_splat(a, 28);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    one = v128.load32_splat(below, 16);
    c40 = multiplyAdd(one, b0, c40);
    c41 = multiplyAdd(one, b1, c41);
    one = v128.load32_splat(below, 20);
    c50 = multiplyAdd(one, b0, c50);
    c51 = multiplyAdd(one, b1, c51);
    one = v128.load32_splat(below, 24);
    c60 = multiplyAdd(one, b0, c60);
    c61 = multiplyAdd(one, b1, c61);
    one = v128.load32_splat(below, 28);
    c70 = multiplyAdd(one, b0, c70);
    c71 = multiplyAdd(one, b1, c71);
    a += 32;
    below += 32;
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
  v128.store(c, c40, 128);
  v128.store(c, c41, 144);
  v128.store(c, c50, 160);
  v128.store(c, c51, 176);
  v128.store(c, c60, 192);
  v128.store(c, c61, 208);
  v128.store(c, c70, 224);
  v128.store(c, c71, 240);
}
