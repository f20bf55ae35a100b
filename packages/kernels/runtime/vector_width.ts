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

const TIMES = 50;
/** How much faster a kernel is at least once V8 has optimised it. */
const OPTIMISED = 3;
/**
 * How much faster the wide form is at least where V8 joins pairs: 1.9 times there, 0.7 times elsewhere, and up
 * to 1.2 times before they are optimised, should that take too long to be waited for.
 */
const WORTHWHILE = 1.4;
/** After both have been optimised, enough to be undisturbed once. */
const SETTLE_MILLISECONDS = 2;
/** It takes some 5 ms; some 50 on a machine that is busy. */
const GIVE_UP_MILLISECONDS = 250;

/**
 * Runs the products' two forms until V8 has optimised both, and tells which is faster.
 *
 * @param work The address of `probeSize()` bytes.
 */
export function measureVectorBits({ probe }: Probe, work: number): VectorBits {
  const time = (isWide: number) => {
    const start = performance.now();
    probe(work, isWide, TIMES);
    return performance.now() - start;
  };
  const first = [time(0), time(1)] as const, best: [number, number] = [...first];
  const start = performance.now();
  let deadline = start + GIVE_UP_MILLISECONDS, isSettling = false;
  while (performance.now() < deadline) {
    best[0] = Math.min(best[0], time(0));
    best[1] = Math.min(best[1], time(1));
    if (!isSettling && OPTIMISED * best[0] < first[0] && OPTIMISED * best[1] < first[1]) {
      isSettling = true;
      deadline = Math.min(deadline, performance.now() + SETTLE_MILLISECONDS);
    }
  }
  return WORTHWHILE * best[1] < best[0] ? 256 : 128;
}
