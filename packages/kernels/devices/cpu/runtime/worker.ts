/**
 * A worker of the thread pool: waits for a generation, runs its share of the kernel, answers.
 *
 * @module
 */
import { parentPort, workerData } from "node:worker_threads";
import {
  ANSWER_STRIDE,
  BEGUN,
  FAILED,
  FIRST_ANSWER,
  GENERATION,
  KERNEL,
  STOP,
  TASK,
  THREADS,
  type WorkerData,
} from "./thread_pool.ts";

type Kernel = (task: number, thread: number, threads: number) => void;

/** About 0.1 ms: longer than the gaps between kernels of a training step, shorter than anything else. */
const SPINS = 20_000;

const { module, memory, control, controlLength, thread, isWide } = workerData as WorkerData;
const instance = await WebAssembly.instantiate(module, { env: { memory } });
(instance.exports.setWide as ((isWide: boolean) => void) | undefined)?.(isWide);
const kernels = Object.values(instance.exports) as Kernel[];
const words = new Int32Array(memory.buffer, control, controlLength);
const answer = FIRST_ANSWER + ANSWER_STRIDE * (thread - 1);

let generation = Atomics.load(words, GENERATION);
parentPort!.postMessage("ready");
for (;;) {
  let spins = 0;
  while (Atomics.load(words, GENERATION) === generation) {
    if (++spins > SPINS) Atomics.wait(words, GENERATION, generation);
  }
  generation = Atomics.load(words, GENERATION);
  const kernel = words[KERNEL]!;
  if (kernel === STOP) break;
  Atomics.store(words, answer + BEGUN, generation);
  try {
    kernels[kernel]!(words[TASK]!, thread, words[THREADS]!);
  } catch {
    words[answer + FAILED] = 1;
  }
  Atomics.store(words, answer, generation);
  Atomics.notify(words, answer);
}
