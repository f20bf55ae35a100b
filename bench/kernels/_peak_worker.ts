/**
 * A thread of peak.ts: gets the module, then answers each request with its GFLOP/s.
 *
 * @module
 */
import { parentPort } from "node:worker_threads";
import type { PeakKind, PeakRequest } from "./peak.ts";

/** Well within a first-level cache of 32 KiB: at most 24 bytes of A and 64 of B a step. */
const DEPTH = 256;
const A = 65536, B = A + 24 * DEPTH, C = B + 64 * DEPTH;
const CALLS = 2000;

type Export = (...parameters: number[]) => void;

let runs: Record<PeakKind, { flops: number; run: () => void }>;

parentPort!.on("message", async (data: WebAssembly.Module | PeakRequest) => {
  if (data instanceof WebAssembly.Module) {
    runs = await load(data);
    parentPort!.postMessage(0);
    return;
  }
  const { flops, run } = runs[data.kind];
  run();
  const start = performance.now();
  let total = 0, elapsed = 0;
  while ((elapsed = performance.now() - start) < data.milliseconds) {
    run();
    total += flops;
  }
  parentPort!.postMessage(total / elapsed / 1e6);
});

async function load(module: WebAssembly.Module): Promise<typeof runs> {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  new Float32Array(memory.buffer, A, 22 * DEPTH).fill(0.5);
  const { runProducts, runWideProducts, runMultiplyAdds, runWideMultiplyAdds } = exports as Record<
    string,
    Export
  >;
  const products = CALLS * DEPTH, adds = 100 * CALLS;
  return {
    products: { flops: 128 * products, run: () => runProducts!(A, B, C, DEPTH, CALLS) },
    wideProducts: { flops: 192 * products, run: () => runWideProducts!(A, B, C, DEPTH, CALLS) },
    multiplyAdds: { flops: adds * 80, run: () => runMultiplyAdds!(A, adds) },
    wideMultiplyAdds: { flops: adds * 160, run: () => runWideMultiplyAdds!(A, adds) },
  };
}
