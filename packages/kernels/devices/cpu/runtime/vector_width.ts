/**
 * Whether V8 joins the kernels' 128-bit vectors into 256-bit ones.
 *
 * WebAssembly has vectors of 128 bits. On x86-64, V8's flag `--experimental-wasm-revectorize` compiles pairs
 * of them into AVX2, twice as wide, where nothing lies between the two, which asks for
 * `--no-wasm-bounds-checks` in an engine that checks bounds by comparing, as Deno does. A program cannot see
 * the flags that it runs under, so it is measured.
 *
 * @module
 */

/** Bits of the vectors that products are computed with. */
export type VectorBits = 128 | 256;

/** The module's exports that a measurement needs: see assembly/probe.ts. */
export interface Probe {
  probe(work: number, isWide: number, times: number): void;
}

const TIMES = 20;
/** V8 optimises a kernel that is called often within some 3 to 20 ms. */
const LEAST_MILLISECONDS = 25;
/** It goes on until nothing has become much faster for this long, */
const SETTLE_MILLISECONDS = 8;
const FASTER = 0.9;
/** or for as long as this. */
const MOST_MILLISECONDS = 250;
/** How much faster the wide form is at least: 1.4 to 1.9 times where V8 joins pairs, 0.7 times elsewhere. */
const WORTHWHILE = 1.2;

/**
 * Runs the products' two forms until V8 has optimised both, and tells which is faster.
 *
 * @param work The address of `probeSize()` bytes.
 */
export function measureVectorBits({ probe }: Probe, work: number): VectorBits {
  const best: [number, number] = [Infinity, Infinity];
  const start = performance.now();
  let now = start, changed = start;
  while (
    now < start + LEAST_MILLISECONDS ||
    now < Math.min(changed + SETTLE_MILLISECONDS, start + MOST_MILLISECONDS)
  ) {
    for (const form of [0, 1] as const) {
      const began = performance.now();
      probe(work, form, TIMES);
      now = performance.now();
      if (now - began < FASTER * best[form]) changed = now;
      best[form] = Math.min(best[form], now - began);
    }
  }
  clearUpperHalves();
  return WORTHWHILE * best[1] < best[0] ? 256 : 128;
}

const decoder = new TextDecoder();
const SPACES = new Uint8Array(128).fill(32);

/**
 * To be called after kernels that V8 may have compiled for 256 bits. It leaves the upper halves of the registers
 * as they are, and until something clears them, Intel processors run the engine's own code, which is of SSE
 * instructions, at a tenth of its speed: `Math.exp`, callbacks of `every`, and more. Decoding text clears them, in 0.15
 * microseconds: engines do it with AVX2 or AVX-512, and compilers end such functions with `vzeroupper`.
 */
export function clearUpperHalves(): void {
  decoder.decode(SPACES);
}
