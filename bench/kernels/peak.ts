/**
 * What this machine's processors can do at most, as the yardstick of the tables.
 *
 * @module
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { compileKernels } from "../../packages/kernels/devices/cpu/build.ts";

/** GFLOP/s, on one thread and on all at once. */
export interface Peak {
  /** The micro-kernel of recurrent layers on two tiles, whose 22 KiB stay in the first-level cache. */
  products: { one: number; all: number };
  /** Multiply-adds on registers alone: what no WebAssembly program can exceed. */
  multiplyAdds: { one: number; all: number };
}

/** What is run: each of the two with as many vectors as suit 128 bits, and twice as many, for 256. */
export type PeakKind = "products" | "wideProducts" | "multiplyAdds" | "wideMultiplyAdds";

/** What a worker is asked. */
export interface PeakRequest {
  kind: PeakKind;
  milliseconds: number;
}

const TRIALS = 40;
// Short, so that some are not interrupted.
const MILLISECONDS = 10;

/** Measures both, each the best of some trials: other programs make it slower, nothing makes it faster. */
export async function measurePeak(threads: number): Promise<Peak> {
  const module = await WebAssembly.compile(await compileKernels(true, "peak.ts"));
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
  const best = async (kind: PeakKind, count: number) => {
    let most = 0;
    for (let trial = 0; trial < TRIALS; trial++) {
      const request: PeakRequest = { kind, milliseconds: MILLISECONDS };
      const rates = await Promise.all(workers.slice(0, count).map((w) => ask(w, request)));
      most = Math.max(most, rates.reduce((sum, rate) => sum + rate, 0));
    }
    return most;
  };
  const measure = async (narrow: PeakKind, wide: PeakKind) => ({
    one: Math.max(await best(narrow, 1), await best(wide, 1)),
    all: Math.max(await best(narrow, threads), await best(wide, threads)),
  });
  const peak = {
    products: await measure("products", "wideProducts"),
    multiplyAdds: await measure("multiplyAdds", "wideMultiplyAdds"),
  };
  await Promise.all(workers.map((worker) => worker.terminate()));
  return peak;
}
