// What a processor can do at most, for comparison: a module of its own, which `deno task bench kernels`
// builds and times. It is no part of the modules that are committed.

import { productsAside, sixProductsAside } from "./products";
import { multiplyAdd } from "./vector";

/**
 * Multiplies the same two tiles again and again with the micro-kernel that layers run on in vectors of 128
 * bits: 128 * depth floating-point operations each time.
 */
export function runProducts(a: usize, b: usize, c: usize, depth: usize, times: u32): void {
  for (let i: u32 = 0; i < times; i++) productsAside(a, a + (depth << 4), b, b + (depth << 5), c, c + 128);
}

/** The same with the micro-kernel of recurrent layers in 256 bits: 192 * depth operations each time. */
export function runWideProducts(a: usize, b: usize, c: usize, depth: usize, times: u32): void {
  for (let i: u32 = 0; i < times; i++) {
    sixProductsAside(a, depth * 24, 6, b, b + (depth << 5), c, c + 192);
  }
}

/**
 * Multiply-adds on ten registers that do not wait for each other, and no memory: 80 floating-point
 * operations each time.
 */
export function runMultiplyAdds(result: usize, times: u32): void {
  const x = v128.load(result), y = v128.load(result, 16);
  let c0 = x, c1 = x, c2 = x, c3 = x, c4 = x, c5 = x, c6 = x, c7 = x, c8 = x, c9 = x;
  for (let i: u32 = 0; i < times; i++) {
    c0 = next(x, y, c0);
    c1 = next(x, y, c1);
    c2 = next(x, y, c2);
    c3 = next(x, y, c3);
    c4 = next(x, y, c4);
    c5 = next(x, y, c5);
    c6 = next(x, y, c6);
    c7 = next(x, y, c7);
    c8 = next(x, y, c8);
    c9 = next(x, y, c9);
  }
  v128.store(result, c0, 32);
  v128.store(result, c1, 48);
  v128.store(result, c2, 64);
  v128.store(result, c3, 80);
  v128.store(result, c4, 96);
  v128.store(result, c5, 112);
  v128.store(result, c6, 128);
  v128.store(result, c7, 144);
  v128.store(result, c8, 160);
  v128.store(result, c9, 176);
}

/** The same on twenty, which are ten where V8 joins pairs: 160 floating-point operations each time. */
export function runWideMultiplyAdds(result: usize, times: u32): void {
  const x = v128.load(result), y = v128.load(result, 16);
  let c0 = x, c1 = x, c2 = x, c3 = x, c4 = x, c5 = x, c6 = x, c7 = x, c8 = x, c9 = x;
  let c10 = x, c11 = x, c12 = x, c13 = x, c14 = x, c15 = x, c16 = x, c17 = x, c18 = x, c19 = x;
  for (let i: u32 = 0; i < times; i++) {
    c0 = next(x, y, c0);
    c1 = next(x, y, c1);
    c2 = next(x, y, c2);
    c3 = next(x, y, c3);
    c4 = next(x, y, c4);
    c5 = next(x, y, c5);
    c6 = next(x, y, c6);
    c7 = next(x, y, c7);
    c8 = next(x, y, c8);
    c9 = next(x, y, c9);
    c10 = next(x, y, c10);
    c11 = next(x, y, c11);
    c12 = next(x, y, c12);
    c13 = next(x, y, c13);
    c14 = next(x, y, c14);
    c15 = next(x, y, c15);
    c16 = next(x, y, c16);
    c17 = next(x, y, c17);
    c18 = next(x, y, c18);
    c19 = next(x, y, c19);
  }
  v128.store(result, c0, 32);
  v128.store(result, c1, 48);
  v128.store(result, c2, 64);
  v128.store(result, c3, 80);
  v128.store(result, c4, 96);
  v128.store(result, c5, 112);
  v128.store(result, c6, 128);
  v128.store(result, c7, 144);
  v128.store(result, c8, 160);
  v128.store(result, c9, 176);
  v128.store(result, c10, 192);
  v128.store(result, c11, 208);
  v128.store(result, c12, 224);
  v128.store(result, c13, 240);
  v128.store(result, c14, 256);
  v128.store(result, c15, 272);
  v128.store(result, c16, 288);
  v128.store(result, c17, 304);
  v128.store(result, c18, 320);
  v128.store(result, c19, 336);
}

/** A multiply-add on c. Two instructions must both need c, lest the product leave the loop. */
@inline
function next(x: v128, y: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? multiplyAdd(x, y, c) : multiplyAdd(c, x, y);
}
