// Tiles of products, see products.ts, whose A lies row by row, as [rows][depth] with `stride` bytes from row to
// row, so that nobody has to pack it. Each of its values is loaded into all lanes.
//
//     C: [6][8] or [4][8], contiguous      depth must be a multiple of four

import { multiplyAdd } from "./vector";

/** `C = A B`: four rows of A on one panel. */
@inline
export function fourRows(a: usize, stride: usize, size: usize, b: usize, c: usize): void {
  let a1 = a + stride, a2 = a1 + stride, a3 = a2 + stride;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (const end = a + size; a < end; a += 16, a1 += 16, a2 += 16, a3 += 16, b += 128) {
    let b0 = v128.load(b), b1 = v128.load(b, 16);
    let one = v128.load32_splat(a);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    one = v128.load32_splat(a1);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    one = v128.load32_splat(a2);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    one = v128.load32_splat(a3);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);

    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    one = v128.load32_splat(a, 4);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    one = v128.load32_splat(a1, 4);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    one = v128.load32_splat(a2, 4);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    one = v128.load32_splat(a3, 4);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);

    b0 = v128.load(b, 64);
    b1 = v128.load(b, 80);
    one = v128.load32_splat(a, 8);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    one = v128.load32_splat(a1, 8);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    one = v128.load32_splat(a2, 8);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    one = v128.load32_splat(a3, 8);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);

    b0 = v128.load(b, 96);
    b1 = v128.load(b, 112);
    one = v128.load32_splat(a, 12);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    one = v128.load32_splat(a1, 12);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    one = v128.load32_splat(a2, 12);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    one = v128.load32_splat(a3, 12);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
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

/** `C = A B`: six rows of A on two panels, twelve accumulators of 256 bits as in six_row_tiles.ts. */
@inline
export function sixRowsOfA(
  a: usize,
  stride: usize,
  size: usize,
  b: usize,
  right: usize,
  c: usize,
  rightC: usize,
): void {
  let a1 = a + stride, a2 = a1 + stride, a3 = a2 + stride, a4 = a3 + stride, a5 = a4 + stride;
  let c00 = f32x4.splat(0), c01 = c00, c02 = c00, c03 = c00;
  let c10 = c00, c11 = c00, c12 = c00, c13 = c00;
  let c20 = c00, c21 = c00, c22 = c00, c23 = c00;
  let c30 = c00, c31 = c00, c32 = c00, c33 = c00;
  let c40 = c00, c41 = c00, c42 = c00, c43 = c00;
  let c50 = c00, c51 = c00, c52 = c00, c53 = c00;
  for (const end = a + size; a < end; a += 16, b += 128, right += 128) {
    let b0 = v128.load(b), b1 = v128.load(b, 16);
    let b2 = v128.load(right), b3 = v128.load(right, 16);
    let one = v128.load32_splat(a);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    c02 = multiplyAdd(one, b2, c02);
    c03 = multiplyAdd(one, b3, c03);
    one = v128.load32_splat(a1);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    c12 = multiplyAdd(one, b2, c12);
    c13 = multiplyAdd(one, b3, c13);
    one = v128.load32_splat(a2);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    c22 = multiplyAdd(one, b2, c22);
    c23 = multiplyAdd(one, b3, c23);
    one = v128.load32_splat(a3);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    c32 = multiplyAdd(one, b2, c32);
    c33 = multiplyAdd(one, b3, c33);
    one = v128.load32_splat(a4);
    c40 = multiplyAdd(one, b0, c40);
    c41 = multiplyAdd(one, b1, c41);
    c42 = multiplyAdd(one, b2, c42);
    c43 = multiplyAdd(one, b3, c43);
    one = v128.load32_splat(a5);
    c50 = multiplyAdd(one, b0, c50);
    c51 = multiplyAdd(one, b1, c51);
    c52 = multiplyAdd(one, b2, c52);
    c53 = multiplyAdd(one, b3, c53);

    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    b2 = v128.load(right, 32);
    b3 = v128.load(right, 48);
    one = v128.load32_splat(a, 4);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    c02 = multiplyAdd(one, b2, c02);
    c03 = multiplyAdd(one, b3, c03);
    one = v128.load32_splat(a1, 4);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    c12 = multiplyAdd(one, b2, c12);
    c13 = multiplyAdd(one, b3, c13);
    one = v128.load32_splat(a2, 4);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    c22 = multiplyAdd(one, b2, c22);
    c23 = multiplyAdd(one, b3, c23);
    one = v128.load32_splat(a3, 4);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    c32 = multiplyAdd(one, b2, c32);
    c33 = multiplyAdd(one, b3, c33);
    one = v128.load32_splat(a4, 4);
    c40 = multiplyAdd(one, b0, c40);
    c41 = multiplyAdd(one, b1, c41);
    c42 = multiplyAdd(one, b2, c42);
    c43 = multiplyAdd(one, b3, c43);
    one = v128.load32_splat(a5, 4);
    c50 = multiplyAdd(one, b0, c50);
    c51 = multiplyAdd(one, b1, c51);
    c52 = multiplyAdd(one, b2, c52);
    c53 = multiplyAdd(one, b3, c53);

    b0 = v128.load(b, 64);
    b1 = v128.load(b, 80);
    b2 = v128.load(right, 64);
    b3 = v128.load(right, 80);
    one = v128.load32_splat(a, 8);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    c02 = multiplyAdd(one, b2, c02);
    c03 = multiplyAdd(one, b3, c03);
    one = v128.load32_splat(a1, 8);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    c12 = multiplyAdd(one, b2, c12);
    c13 = multiplyAdd(one, b3, c13);
    one = v128.load32_splat(a2, 8);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    c22 = multiplyAdd(one, b2, c22);
    c23 = multiplyAdd(one, b3, c23);
    one = v128.load32_splat(a3, 8);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    c32 = multiplyAdd(one, b2, c32);
    c33 = multiplyAdd(one, b3, c33);
    one = v128.load32_splat(a4, 8);
    c40 = multiplyAdd(one, b0, c40);
    c41 = multiplyAdd(one, b1, c41);
    c42 = multiplyAdd(one, b2, c42);
    c43 = multiplyAdd(one, b3, c43);
    one = v128.load32_splat(a5, 8);
    c50 = multiplyAdd(one, b0, c50);
    c51 = multiplyAdd(one, b1, c51);
    c52 = multiplyAdd(one, b2, c52);
    c53 = multiplyAdd(one, b3, c53);

    b0 = v128.load(b, 96);
    b1 = v128.load(b, 112);
    b2 = v128.load(right, 96);
    b3 = v128.load(right, 112);
    one = v128.load32_splat(a, 12);
    c00 = multiplyAdd(one, b0, c00);
    c01 = multiplyAdd(one, b1, c01);
    c02 = multiplyAdd(one, b2, c02);
    c03 = multiplyAdd(one, b3, c03);
    one = v128.load32_splat(a1, 12);
    c10 = multiplyAdd(one, b0, c10);
    c11 = multiplyAdd(one, b1, c11);
    c12 = multiplyAdd(one, b2, c12);
    c13 = multiplyAdd(one, b3, c13);
    one = v128.load32_splat(a2, 12);
    c20 = multiplyAdd(one, b0, c20);
    c21 = multiplyAdd(one, b1, c21);
    c22 = multiplyAdd(one, b2, c22);
    c23 = multiplyAdd(one, b3, c23);
    one = v128.load32_splat(a3, 12);
    c30 = multiplyAdd(one, b0, c30);
    c31 = multiplyAdd(one, b1, c31);
    c32 = multiplyAdd(one, b2, c32);
    c33 = multiplyAdd(one, b3, c33);
    one = v128.load32_splat(a4, 12);
    c40 = multiplyAdd(one, b0, c40);
    c41 = multiplyAdd(one, b1, c41);
    c42 = multiplyAdd(one, b2, c42);
    c43 = multiplyAdd(one, b3, c43);
    one = v128.load32_splat(a5, 12);
    c50 = multiplyAdd(one, b0, c50);
    c51 = multiplyAdd(one, b1, c51);
    c52 = multiplyAdd(one, b2, c52);
    c53 = multiplyAdd(one, b3, c53);
    a1 += 16;
    a2 += 16;
    a3 += 16;
    a4 += 16;
    a5 += 16;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(rightC, c02);
  v128.store(rightC, c03, 16);
  v128.store(c, c10, 32);
  v128.store(c, c11, 48);
  v128.store(rightC, c12, 32);
  v128.store(rightC, c13, 48);
  v128.store(c, c20, 64);
  v128.store(c, c21, 80);
  v128.store(rightC, c22, 64);
  v128.store(rightC, c23, 80);
  v128.store(c, c30, 96);
  v128.store(c, c31, 112);
  v128.store(rightC, c32, 96);
  v128.store(rightC, c33, 112);
  v128.store(c, c40, 128);
  v128.store(c, c41, 144);
  v128.store(rightC, c42, 128);
  v128.store(rightC, c43, 144);
  v128.store(c, c50, 160);
  v128.store(c, c51, 176);
  v128.store(rightC, c52, 160);
  v128.store(rightC, c53, 176);
}
