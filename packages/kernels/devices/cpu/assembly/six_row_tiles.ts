// Tiles of products, see products.ts, with six rows: twelve accumulators of 256 bits where V8 joins pairs of
// adjacent v128, with two values of B and one of A 15 of 16 registers. A processor that starts two multiply-adds
// a cycle and takes four for each needs eight accumulators at the very least (wide_tiles.ts has eight), and what
// it loads serves more of them: 8 loads for 12 multiply-adds rather than 6 for 8. It is 1.18 times as fast.
//
//     A: packed [depth][6]      C: [6][8], contiguous, 192 bytes      depth must be a multiple of four
//
// A step of the loop takes four of A's columns: what it spends on addresses runs where multiply-adds could.
// In vectors of 128 bits these would spill: tile.ts does not.

import { FROM_BIAS, FROM_OUTPUT } from "./tile";
import { multiplyAdd } from "./vector";

/** Six rows of A on two panels, `b` and `right`, into [6][8] at C and at `rightC`. */
@inline
export function sixRowsAside(
  a: usize,
  aEnd: usize,
  b: usize,
  right: usize,
  bias: usize,
  c: usize,
  rightC: usize,
  start: i32,
): void {
  let c00: v128, c01: v128, c02: v128, c03: v128;
  let c10: v128, c11: v128, c12: v128, c13: v128;
  let c20: v128, c21: v128, c22: v128, c23: v128;
  let c30: v128, c31: v128, c32: v128, c33: v128;
  let c40: v128, c41: v128, c42: v128, c43: v128;
  let c50: v128, c51: v128, c52: v128, c53: v128;
  if (start == FROM_BIAS) {
    c00 = v128.load32_splat(bias);
    c10 = v128.load32_splat(bias, 4);
    c20 = v128.load32_splat(bias, 8);
    c30 = v128.load32_splat(bias, 12);
    c40 = v128.load32_splat(bias, 16);
    c50 = v128.load32_splat(bias, 20);
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
    c41 = c40;
    c42 = c40;
    c43 = c40;
    c51 = c50;
    c52 = c50;
    c53 = c50;
  } else if (start == FROM_OUTPUT) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c02 = v128.load(rightC);
    c03 = v128.load(rightC, 16);
    c10 = v128.load(c, 32);
    c11 = v128.load(c, 48);
    c12 = v128.load(rightC, 32);
    c13 = v128.load(rightC, 48);
    c20 = v128.load(c, 64);
    c21 = v128.load(c, 80);
    c22 = v128.load(rightC, 64);
    c23 = v128.load(rightC, 80);
    c30 = v128.load(c, 96);
    c31 = v128.load(c, 112);
    c32 = v128.load(rightC, 96);
    c33 = v128.load(rightC, 112);
    c40 = v128.load(c, 128);
    c41 = v128.load(c, 144);
    c42 = v128.load(rightC, 128);
    c43 = v128.load(rightC, 144);
    c50 = v128.load(c, 160);
    c51 = v128.load(c, 176);
    c52 = v128.load(rightC, 160);
    c53 = v128.load(rightC, 176);
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
    c40 = c00;
    c41 = c00;
    c42 = c00;
    c43 = c00;
    c50 = c00;
    c51 = c00;
    c52 = c00;
    c53 = c00;
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
    one = v128.load32_splat(a, 16);
    c40 = multiplyAdd(one, b0, c40);
    c41 = multiplyAdd(one, b1, c41);
    c42 = multiplyAdd(one, b2, c42);
    c43 = multiplyAdd(one, b3, c43);
    one = v128.load32_splat(a, 20);
    c50 = multiplyAdd(one, b0, c50);
    c51 = multiplyAdd(one, b1, c51);
    c52 = multiplyAdd(one, b2, c52);
    c53 = multiplyAdd(one, b3, c53);

    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    b2 = v128.load(right, 32);
    b3 = v128.load(right, 48);
    one = v128.load32_splat(a, 24);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    c02 = multiplyAdd(one, b2, c02);
    c03 = multiplyAdd(one, b3, c03);
    one = v128.load32_splat(a, 28);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    c12 = multiplyAdd(one, b2, c12);
    c13 = multiplyAdd(one, b3, c13);
    one = v128.load32_splat(a, 32);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    c22 = multiplyAdd(one, b2, c22);
    c23 = multiplyAdd(one, b3, c23);
    one = v128.load32_splat(a, 36);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    c32 = multiplyAdd(one, b2, c32);
    c33 = multiplyAdd(one, b3, c33);
    one = v128.load32_splat(a, 40);
    c40 = multiplyAdd(one, b0, c40);
    c41 = multiplyAdd(one, b1, c41);
    c42 = multiplyAdd(one, b2, c42);
    c43 = multiplyAdd(one, b3, c43);
    one = v128.load32_splat(a, 44);
    c50 = multiplyAdd(one, b0, c50);
    c51 = multiplyAdd(one, b1, c51);
    c52 = multiplyAdd(one, b2, c52);
    c53 = multiplyAdd(one, b3, c53);

    b0 = v128.load(b, 64);
    b1 = v128.load(b, 80);
    b2 = v128.load(right, 64);
    b3 = v128.load(right, 80);
    one = v128.load32_splat(a, 48);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    c02 = multiplyAdd(one, b2, c02);
    c03 = multiplyAdd(one, b3, c03);
    one = v128.load32_splat(a, 52);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    c12 = multiplyAdd(one, b2, c12);
    c13 = multiplyAdd(one, b3, c13);
    one = v128.load32_splat(a, 56);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    c22 = multiplyAdd(one, b2, c22);
    c23 = multiplyAdd(one, b3, c23);
    one = v128.load32_splat(a, 60);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    c32 = multiplyAdd(one, b2, c32);
    c33 = multiplyAdd(one, b3, c33);
    one = v128.load32_splat(a, 64);
    c40 = multiplyAdd(one, b0, c40);
    c41 = multiplyAdd(one, b1, c41);
    c42 = multiplyAdd(one, b2, c42);
    c43 = multiplyAdd(one, b3, c43);
    one = v128.load32_splat(a, 68);
    c50 = multiplyAdd(one, b0, c50);
    c51 = multiplyAdd(one, b1, c51);
    c52 = multiplyAdd(one, b2, c52);
    c53 = multiplyAdd(one, b3, c53);

    b0 = v128.load(b, 96);
    b1 = v128.load(b, 112);
    b2 = v128.load(right, 96);
    b3 = v128.load(right, 112);
    one = v128.load32_splat(a, 72);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    c02 = multiplyAdd(one, b2, c02);
    c03 = multiplyAdd(one, b3, c03);
    one = v128.load32_splat(a, 76);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    c12 = multiplyAdd(one, b2, c12);
    c13 = multiplyAdd(one, b3, c13);
    one = v128.load32_splat(a, 80);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    c22 = multiplyAdd(one, b2, c22);
    c23 = multiplyAdd(one, b3, c23);
    one = v128.load32_splat(a, 84);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    c32 = multiplyAdd(one, b2, c32);
    c33 = multiplyAdd(one, b3, c33);
    one = v128.load32_splat(a, 88);
    c40 = multiplyAdd(one, b0, c40);
    c41 = multiplyAdd(one, b1, c41);
    c42 = multiplyAdd(one, b2, c42);
    c43 = multiplyAdd(one, b3, c43);
    one = v128.load32_splat(a, 92);
    c50 = multiplyAdd(one, b0, c50);
    c51 = multiplyAdd(one, b1, c51);
    c52 = multiplyAdd(one, b2, c52);
    c53 = multiplyAdd(one, b3, c53);
    a += 96;
    b += 128;
    right += 128;
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
  v128.store(rightC, c02);
  v128.store(rightC, c03, 16);
  v128.store(rightC, c12, 32);
  v128.store(rightC, c13, 48);
  v128.store(rightC, c22, 64);
  v128.store(rightC, c23, 80);
  v128.store(rightC, c32, 96);
  v128.store(rightC, c33, 112);
  v128.store(rightC, c42, 128);
  v128.store(rightC, c43, 144);
  v128.store(rightC, c52, 160);
  v128.store(rightC, c53, 176);
}

/** Twelve rows, six of them at `a` and six at `below`, on one panel, into [12][8] at C. */
@inline
export function twelveRows(
  a: usize,
  below: usize,
  aEnd: usize,
  b: usize,
  bias: usize,
  c: usize,
  start: i32,
): void {
  let c0a: v128, c0b: v128, c1a: v128, c1b: v128, c2a: v128, c2b: v128;
  let c3a: v128, c3b: v128, c4a: v128, c4b: v128, c5a: v128, c5b: v128;
  let c6a: v128, c6b: v128, c7a: v128, c7b: v128, c8a: v128, c8b: v128;
  let c9a: v128, c9b: v128, c10a: v128, c10b: v128, c11a: v128, c11b: v128;
  if (start == FROM_BIAS) {
    c0a = v128.load32_splat(bias);
    c1a = v128.load32_splat(bias, 4);
    c2a = v128.load32_splat(bias, 8);
    c3a = v128.load32_splat(bias, 12);
    c4a = v128.load32_splat(bias, 16);
    c5a = v128.load32_splat(bias, 20);
    c6a = v128.load32_splat(bias, 24);
    c7a = v128.load32_splat(bias, 28);
    c8a = v128.load32_splat(bias, 32);
    c9a = v128.load32_splat(bias, 36);
    c10a = v128.load32_splat(bias, 40);
    c11a = v128.load32_splat(bias, 44);
    c0b = c0a;
    c1b = c1a;
    c2b = c2a;
    c3b = c3a;
    c4b = c4a;
    c5b = c5a;
    c6b = c6a;
    c7b = c7a;
    c8b = c8a;
    c9b = c9a;
    c10b = c10a;
    c11b = c11a;
  } else {
    c0a = f32x4.splat(0);
    c0b = c0a;
    c1a = c0a;
    c1b = c0a;
    c2a = c0a;
    c2b = c0a;
    c3a = c0a;
    c3b = c0a;
    c4a = c0a;
    c4b = c0a;
    c5a = c0a;
    c5b = c0a;
    c6a = c0a;
    c6b = c0a;
    c7a = c0a;
    c7b = c0a;
    c8a = c0a;
    c8b = c0a;
    c9a = c0a;
    c9b = c0a;
    c10a = c0a;
    c10b = c0a;
    c11a = c0a;
    c11b = c0a;
  }
  while (a < aEnd) {
    let b0 = v128.load(b), b1 = v128.load(b, 16);
    let one = v128.load32_splat(a);
    c0a = multiplyAdd(one, b0, c0a);
    c0b = multiplyAdd(one, b1, c0b);
    one = v128.load32_splat(a, 4);
    c1a = multiplyAdd(one, b0, c1a);
    c1b = multiplyAdd(one, b1, c1b);
    one = v128.load32_splat(a, 8);
    c2a = multiplyAdd(one, b0, c2a);
    c2b = multiplyAdd(one, b1, c2b);
    one = v128.load32_splat(a, 12);
    c3a = multiplyAdd(one, b0, c3a);
    c3b = multiplyAdd(one, b1, c3b);
    one = v128.load32_splat(a, 16);
    c4a = multiplyAdd(one, b0, c4a);
    c4b = multiplyAdd(one, b1, c4b);
    one = v128.load32_splat(a, 20);
    c5a = multiplyAdd(one, b0, c5a);
    c5b = multiplyAdd(one, b1, c5b);
    one = v128.load32_splat(below);
    c6a = multiplyAdd(one, b0, c6a);
    c6b = multiplyAdd(one, b1, c6b);
    one = v128.load32_splat(below, 4);
    c7a = multiplyAdd(one, b0, c7a);
    c7b = multiplyAdd(one, b1, c7b);
    one = v128.load32_splat(below, 8);
    c8a = multiplyAdd(one, b0, c8a);
    c8b = multiplyAdd(one, b1, c8b);
    one = v128.load32_splat(below, 12);
    c9a = multiplyAdd(one, b0, c9a);
    c9b = multiplyAdd(one, b1, c9b);
    one = v128.load32_splat(below, 16);
    c10a = multiplyAdd(one, b0, c10a);
    c10b = multiplyAdd(one, b1, c10b);
    one = v128.load32_splat(below, 20);
    c11a = multiplyAdd(one, b0, c11a);
    c11b = multiplyAdd(one, b1, c11b);

    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    one = v128.load32_splat(a, 24);
    c0a = multiplyAdd(one, b0, c0a);
    c0b = multiplyAdd(one, b1, c0b);
    one = v128.load32_splat(a, 28);
    c1a = multiplyAdd(one, b0, c1a);
    c1b = multiplyAdd(one, b1, c1b);
    one = v128.load32_splat(a, 32);
    c2a = multiplyAdd(one, b0, c2a);
    c2b = multiplyAdd(one, b1, c2b);
    one = v128.load32_splat(a, 36);
    c3a = multiplyAdd(one, b0, c3a);
    c3b = multiplyAdd(one, b1, c3b);
    one = v128.load32_splat(a, 40);
    c4a = multiplyAdd(one, b0, c4a);
    c4b = multiplyAdd(one, b1, c4b);
    one = v128.load32_splat(a, 44);
    c5a = multiplyAdd(one, b0, c5a);
    c5b = multiplyAdd(one, b1, c5b);
    one = v128.load32_splat(below, 24);
    c6a = multiplyAdd(one, b0, c6a);
    c6b = multiplyAdd(one, b1, c6b);
    one = v128.load32_splat(below, 28);
    c7a = multiplyAdd(one, b0, c7a);
    c7b = multiplyAdd(one, b1, c7b);
    one = v128.load32_splat(below, 32);
    c8a = multiplyAdd(one, b0, c8a);
    c8b = multiplyAdd(one, b1, c8b);
    one = v128.load32_splat(below, 36);
    c9a = multiplyAdd(one, b0, c9a);
    c9b = multiplyAdd(one, b1, c9b);
    one = v128.load32_splat(below, 40);
    c10a = multiplyAdd(one, b0, c10a);
    c10b = multiplyAdd(one, b1, c10b);
    one = v128.load32_splat(below, 44);
    c11a = multiplyAdd(one, b0, c11a);
    c11b = multiplyAdd(one, b1, c11b);
    a += 48;
    below += 48;
    b += 64;
  }
  v128.store(c, c0a);
  v128.store(c, c0b, 16);
  v128.store(c, c1a, 32);
  v128.store(c, c1b, 48);
  v128.store(c, c2a, 64);
  v128.store(c, c2b, 80);
  v128.store(c, c3a, 96);
  v128.store(c, c3b, 112);
  v128.store(c, c4a, 128);
  v128.store(c, c4b, 144);
  v128.store(c, c5a, 160);
  v128.store(c, c5b, 176);
  v128.store(c, c6a, 192);
  v128.store(c, c6b, 208);
  v128.store(c, c7a, 224);
  v128.store(c, c7b, 240);
  v128.store(c, c8a, 256);
  v128.store(c, c8b, 272);
  v128.store(c, c9a, 288);
  v128.store(c, c9b, 304);
  v128.store(c, c10a, 320);
  v128.store(c, c10b, 336);
  v128.store(c, c11a, 352);
  v128.store(c, c11b, 368);
}
