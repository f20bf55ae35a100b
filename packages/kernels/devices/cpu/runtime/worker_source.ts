/**
 * The program of a worker: waits for a generation, runs its share of the kernel, answers.
 *
 * It is text, not a module, so that it starts wherever this package comes from: workers of `node:worker_threads`
 * under Deno refuse modules from http(s), a bundle has no file beside it, and a page may not start a worker from
 * another origin. So it imports nothing, and the words of the control block are written into it.
 *
 * @module
 */
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
} from "./control_words.ts";

/** What a worker is started with. */
export interface WorkerData {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** The address of the control block, and its words. */
  control: number;
  controlLength: number;
  /** Its number, from 1 on. */
  thread: number;
  /** What the module's `setWide` is to be told. */
  isWide: boolean;
}

/** The message of a worker that is ready; any other is why it is not. */
export const READY = "ready";

/** About 0.1 ms: longer than the gaps between kernels of a training step, shorter than anything else. */
const SPINS = 20_000;

/** A classic script for web workers; also for workers of `node:worker_threads` that are started from text. */
export const WORKER_SOURCE: string = `(() => {
  async function start(data, answerWith, end) {
    const { module, memory, control, controlLength, thread, isWide } = data;
    let kernels;
    try {
      const instance = await WebAssembly.instantiate(module, { env: { memory } });
      if (instance.exports.setWide) instance.exports.setWide(isWide);
      kernels = Object.values(instance.exports);
    } catch (error) {
      answerWith(String(error && error.message || error));
      return end();
    }
    const words = new Int32Array(memory.buffer, control, controlLength);
    const answer = ${FIRST_ANSWER} + ${ANSWER_STRIDE} * (thread - 1);
    let generation = Atomics.load(words, ${GENERATION});
    answerWith("${READY}");
    for (;;) {
      let spins = 0;
      while (Atomics.load(words, ${GENERATION}) === generation) {
        if (++spins > ${SPINS}) Atomics.wait(words, ${GENERATION}, generation);
      }
      generation = Atomics.load(words, ${GENERATION});
      const kernel = words[${KERNEL}];
      if (kernel === ${STOP}) return end();
      Atomics.store(words, answer + ${BEGUN}, generation);
      try {
        kernels[kernel](words[${TASK}], thread, words[${THREADS}]);
      } catch {
        words[answer + ${FAILED}] = 1;
      }
      Atomics.store(words, answer, generation);
      Atomics.notify(words, answer);
    }
  }
  if (typeof require === "function") {
    const { parentPort, workerData } = require("node:worker_threads");
    start(workerData, (message) => parentPort.postMessage(message), () => {});
  } else {
    const message = ({ data }) => start(data, (message) => postMessage(message), () => close());
    addEventListener("message", message, { once: true });
    addEventListener("messageerror", () => postMessage("memory cannot be shared with it"));
  }
})();`;
