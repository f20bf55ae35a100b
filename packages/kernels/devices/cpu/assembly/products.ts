// The matrix product that every layer runs on, tile by tile of 4 rows by 8 columns.
//
//     C[4][8] = start + sum over k of A[k][4] (a column of four) times B[k][8] (a row of eight)
//
//     A: packed [depth][4]      one v128 a step: its four values are spread over vectors of their own
//     B: packed [depth][8]      two v128 a step ("panel": eight columns side by side)
//     C: [4][8], contiguous     128 bytes
//
// A tile's eight accumulators keep vectors of 128 bits busy (tile.ts). In vectors of 256 bits they fill four
// registers only, and each multiply-add waits for the one before, so two tiles are run at once, for twice the
// speed (wide_tiles.ts): side by side, the same A on two B, or one below the other, two A on the same B.
// Every element is the same chain of multiply-adds in all forms, to the last bit.
//
// Recurrent layers, whose time is all products, cut A into blocks of six rows where vectors have 256 bits
// (six_row_tiles.ts), two at a time, and what is left of it into blocks of four: see rowsInSixes below.

import { fourRows, sixRowsOfA } from "./row_tiles";
import { sixRowsAside, twelveRows } from "./six_row_tiles";
import { FROM_BIAS, FROM_OUTPUT, FROM_ZERO, tile } from "./tile";
import { tilesAside, tilesBelow } from "./wide_tiles";

let wide: bool = false;

/** Says whether V8 makes 256-bit vectors of pairs. */
export function setWide(isWide: bool): void {
  wide = isWide;
}

/** `C = A B`; `aEnd - a` is 16 bytes times the depth, which must be even. */
export function product(a: usize, aEnd: usize, b: usize, c: usize): void {
  tile(a, aEnd, b, 0, c, FROM_ZERO);
}

/** `C = bias + A B`, one value of bias for each of the four rows. */
export function productWithBias(a: usize, aEnd: usize, b: usize, bias: usize, c: usize): void {
  tile(a, aEnd, b, bias, c, FROM_BIAS);
}

/** `C = C + A B`. */
export function productAdded(a: usize, aEnd: usize, b: usize, c: usize): void {
  tile(a, aEnd, b, 0, c, FROM_OUTPUT);
}

/** {@link product} of A at `a` and at `a + size`, into C and the tile after it; `size` is that of an A. */
export function productsBelow(a: usize, size: usize, b: usize, c: usize): void {
  if (wide) tilesBelow(a, a + size, a + size, b, 0, c, FROM_ZERO);
  else {
    product(a, a + size, b, c);
    product(a + size, a + size * 2, b, c + 128);
  }
}

/** The same from a bias for each of the eight rows. */
export function productsBelowWithBias(a: usize, size: usize, b: usize, bias: usize, c: usize): void {
  if (wide) tilesBelow(a, a + size, a + size, b, bias, c, FROM_BIAS);
  else {
    productWithBias(a, a + size, b, bias, c);
    productWithBias(a + size, a + size * 2, b, bias + 16, c + 128);
  }
}

/** `C = A B` for B and for `right`, whose product goes to `rightC`. */
export function productsAside(
  a: usize,
  aEnd: usize,
  b: usize,
  right: usize,
  c: usize,
  rightC: usize,
): void {
  if (wide) tilesAside(a, aEnd, b, right, 0, c, rightC, FROM_ZERO);
  else {
    product(a, aEnd, b, c);
    product(a, aEnd, right, rightC);
  }
}

/** `C = bias + A B`, likewise. */
export function productsAsideWithBias(
  a: usize,
  aEnd: usize,
  b: usize,
  right: usize,
  bias: usize,
  c: usize,
  rightC: usize,
): void {
  if (wide) tilesAside(a, aEnd, b, right, bias, c, rightC, FROM_BIAS);
  else {
    productWithBias(a, aEnd, b, bias, c);
    productWithBias(a, aEnd, right, bias, rightC);
  }
}

/** `C = C + A B`, likewise. */
export function productsAsideAdded(
  a: usize,
  aEnd: usize,
  b: usize,
  right: usize,
  c: usize,
  rightC: usize,
): void {
  if (wide) tilesAside(a, aEnd, b, right, 0, c, rightC, FROM_OUTPUT);
  else {
    productAdded(a, aEnd, b, c);
    productAdded(a, aEnd, right, rightC);
  }
}

/** How many of these rows of A are packed in blocks of six; the others, a multiple of four, in blocks of four. */
@inline
export function rowsInSixes(rows: usize): usize {
  return wide ? rows / 12 * 12 : 0;
}

/** How many rows of A, in blocks of six, are run over one pair of panels after another: they stay in the cache. */
@inline
export function rowsTogether(depth: usize): usize {
  return max<usize>(1, 1024 / depth) * 6;
}

/** Where the `k`-th value of a row of A is packed: [sixes / 6][depth][6], then [others / 4][depth][4]. */
@inline
export function packedAt(packed: usize, sixes: usize, row: usize, k: usize, depth: usize): usize {
  return row < sixes
    ? packed + (row / 6 * depth + k) * 24 + (row % 6 << 2)
    : packed + (row & ~3) * (depth << 2) + (k << 4) + ((row & 3) << 2);
}

/** `C = A B` for `rows` rows in blocks of six, one after another, on two panels; `size` is that of a block. */
export function sixProductsAside(
  a: usize,
  size: usize,
  rows: usize,
  b: usize,
  right: usize,
  c: usize,
  rightC: usize,
): void {
  for (const end = c + (rows << 5); c < end; c += 192, rightC += 192, a += size) {
    sixRowsAside(a, a + size, b, right, 0, c, rightC, FROM_ZERO);
  }
}

/** `C = bias + A B`, likewise, for `rows` rows in blocks of six, one after another; `size` is that of a block. */
export function sixProductsAsideWithBias(
  a: usize,
  size: usize,
  rows: usize,
  b: usize,
  right: usize,
  bias: usize,
  c: usize,
  rightC: usize,
): void {
  for (const end = c + (rows << 5); c < end; c += 192, rightC += 192, a += size, bias += 24) {
    sixRowsAside(a, a + size, b, right, bias, c, rightC, FROM_BIAS);
  }
}

/** `C = C + A B`, likewise. */
export function sixProductsAsideAdded(
  a: usize,
  aEnd: usize,
  b: usize,
  right: usize,
  c: usize,
  rightC: usize,
): void {
  sixRowsAside(a, aEnd, b, right, 0, c, rightC, FROM_OUTPUT);
}

/** `C = A B` for two blocks of six rows on one panel; `size` is that of a block of A. */
export function twelveProducts(a: usize, size: usize, b: usize, c: usize): void {
  twelveRows(a, a + size, a + size, b, 0, c, FROM_ZERO);
}

/** `C = bias + A B`, likewise. */
export function twelveProductsWithBias(a: usize, size: usize, b: usize, bias: usize, c: usize): void {
  twelveRows(a, a + size, a + size, b, bias, c, FROM_BIAS);
}

/** These rows of an A that lies row by row, made up to whole tiles. */
@inline
export function rowsInTiles(rows: usize): usize {
  return wide ? (rows + 5) / 6 * 6 : (rows + 3) & ~3;
}

/** `C = A B` for B and for `right`, whose product goes to `rightC`; A is [rows][depth], row by row. */
export function rowProductsAside(
  a: usize,
  rows: usize,
  rowSize: usize,
  b: usize,
  right: usize,
  c: usize,
  rightC: usize,
): void {
  if (!wide) {
    rowProducts(a, rows, rowSize, b, c);
    rowProducts(a, rows, rowSize, right, rightC);
    return;
  }
  for (let row: usize = 0; row < rows; row += 6) {
    const at = row << 5;
    sixRowsOfA(a + row * rowSize, rowSize, rowSize, b, right, c + at, rightC + at);
  }
}

/** The same for B alone. */
export function rowProducts(a: usize, rows: usize, rowSize: usize, b: usize, c: usize): void {
  for (let row: usize = 0; row < rows; row += 4) {
    fourRows(a + row * rowSize, rowSize, rowSize, b, c + (row << 5));
  }
}
