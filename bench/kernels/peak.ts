/**
 * What this machine's processors can do at most, as the yardstick of the tables.
 *
 * @module
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { compileKernels } from "../../packages/kernels/build.ts";

/** GFLOP/s, on one thread and on all at once. */
export interface Peak {
  /** The micro-kernel of every layer on one tile, whose 12 KiB stay in the first-level cache. */
  products: { one: number; all: number };
  /** 128-bit multiply-adds on registers alone: what no WebAssembly program can exceed. */
  multiplyAdds: { one: number; all: number };
}

/** What a worker is asked. */
export interface PeakRequest {
  kind: keyof Peak;
  milliseconds: number;
}

const TRIALS = 60;
// Short, so that some are not interrupted.
const MILLISECONDS = 10;

/** Measures both, each the best of some trials: other programs make it slower, nothing makes it faster. */
export async function measurePeak(threads: number): Promise<Peak> {
  const module = await WebAssembly.compile(
    await compileKernels(true, "peak.ts").then((bytes) => new Uint8Array(bytes)),
  );
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL("./_peak_worker.ts", import.meta.url)),
  );
  const ask = async (worker: Worker, message: unknown): Promise<number> => {
    const answer = once(worker, "message");
    worker.postMessage(message);
    return (await answer)[0];
  };
  await Promise.all(workers.map((worker) => ask(worker, module)));
  const best = async (kind: keyof Peak, count: number) => {
    let most = 0;
    for (let trial = 0; trial < TRIALS; trial++) {
      const request: PeakRequest = { kind, milliseconds: MILLISECONDS };
      const rates = await Promise.all(workers.slice(0, count).map((w) => ask(w, request)));
      most = Math.max(most, rates.reduce((sum, rate) => sum + rate, 0));
    }
    return most;
  };
  const measure = async (kind: keyof Peak) => ({
    one: await best(kind, 1),
    all: await best(kind, threads),
  });
  const peak = { products: await measure("products"), multiplyAdds: await measure("multiplyAdds") };
  await Promise.all(workers.map((worker) => worker.terminate()));
  return peak;
}
