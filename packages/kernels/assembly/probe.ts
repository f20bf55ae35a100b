// Tells how V8 compiles the micro-kernel: see ../runtime/wide_vectors.ts.

import { product, twoTilesFromZero } from "./products";

/** Depth of the products: all of it stays in the first-level cache. */
const DEPTH: usize = 32;

/** Bytes at `work` that the probe needs. */
export function probeSize(): usize {
  return DEPTH * 64 + 256;
}

/** The same products by tiles of 128-bit vectors, or by those that want 256 bits, on zeros. */
export function probe(work: usize, isWide: bool, times: u32): void {
  const size = DEPTH << 4, b = work + size * 2, c = b + (DEPTH << 5);
  for (let i: u32 = 0; i < times; i++) {
    if (isWide) twoTilesFromZero(work, size, b, c);
    else {
      product(work, work + size, b, c);
      product(work + size, work + size * 2, b, c + 128);
    }
  }
}
