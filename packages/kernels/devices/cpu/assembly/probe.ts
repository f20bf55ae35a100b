// Tells how V8 compiles the micro-kernel: see ../runtime/wide_vectors.ts.

import { productsAside, setWide } from "./products";

/** Depth of the products: all of it stays in the first-level cache. */
const DEPTH: usize = 128;

/** Bytes at `work` that the probe needs. */
export function probeSize(): usize {
  return DEPTH * 80 + 256;
}

/** The same products one tile after the other, or both at once. */
export function probe(work: usize, isWide: bool, times: u32): void {
  const b = work + (DEPTH << 4), right = b + (DEPTH << 5), c = right + (DEPTH << 5);
  setWide(isWide);
  for (let i: u32 = 0; i < times; i++) productsAside(work, b, b, right, c, c + 128);
}
