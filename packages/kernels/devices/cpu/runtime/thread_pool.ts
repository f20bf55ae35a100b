/**
 * Worker threads that run kernels of one WebAssembly module on one shared memory.
 *
 * Fork and join go through a few words of that memory: the main thread writes what to run and raises the
 * generation; each worker runs its share and answers with that generation. Who waits spins for a moment
 * (a fork and join then takes some 2 microseconds), then sleeps in Atomics.wait (70 microseconds, but an
 * idle worker uses no processor time).
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
import { startWorker } from "./start_worker.ts";

/** Bytes of the control block for this many threads. */
export function controlSize(threads: number): number {
  return 4 * (FIRST_ANSWER + ANSWER_STRIDE * threads);
}

const SPINS = 20_000;
/** A worker that has not begun by then, however busy the machine, has died. */
const DEAD_AFTER_MILLISECONDS = 30_000;
/** How often a sleeping main thread looks whether the worker has begun. */
const LOOK_EVERY_MILLISECONDS = 250;

/** The workers beside the main thread. */
export class ThreadPool {
  /** Threads that take part, the main thread included. */
  readonly threads: number;
  #control: Int32Array;
  #failure: string | undefined;
  #deadAfter: number;

  private constructor(threads: number, control: Int32Array, deadAfter: number) {
    this.threads = threads;
    this.#control = control;
    this.#deadAfter = deadAfter;
  }

  /**
   * Starts `threads - 1` workers and waits until all are ready. Rejects where one cannot be started, having ended
   * the others.
   *
   * @param control The address of a control block of {@linkcode controlSize} bytes, zeros.
   * @param isWide What the module's `setWide` is to be told.
   * @param deadAfter Milliseconds after which a worker that has not begun its share counts as dead.
   */
  static async start(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    control: number,
    threads: number,
    isWide: boolean = false,
    deadAfter: number = DEAD_AFTER_MILLISECONDS,
  ): Promise<ThreadPool> {
    const controlLength = controlSize(threads) / 4;
    const words = new Int32Array(memory.buffer, control, controlLength);
    const pool = new ThreadPool(threads, words, deadAfter);
    const starts = Array.from({ length: threads - 1 }, (_, i) => {
      const thread = i + 1;
      return startWorker(
        { module, memory, control, controlLength, thread, isWide },
        (why) => pool.#failure ??= `worker thread ${thread} ${why}`,
      );
    });
    const results = await Promise.allSettled(starts);
    const failed = results.find((result) => "reason" in result);
    if (failed) {
      pool.dispose();
      throw failed.reason;
    }
    return pool;
  }

  /**
   * Lets every worker run kernel number `kernel` on the task at this address while `own` runs the main
   * thread's share; returns when all are done. Throws where a worker failed or does not answer.
   */
  run(kernel: number, task: number, own: () => void): void {
    if (this.#failure) throw new Error(this.#failure);
    const control = this.#control;
    control[KERNEL] = kernel;
    control[TASK] = task;
    control[THREADS] = this.threads;
    const generation = Atomics.add(control, GENERATION, 1) + 1 | 0;
    Atomics.notify(control, GENERATION);
    try {
      own();
    } finally {
      for (let thread = 1; thread < this.threads; thread++) this.#join(thread, generation);
    }
    if (this.#failure) throw new Error(this.#failure);
  }

  /** Waits for a worker's answer; notes a failure. */
  #join(thread: number, generation: number): void {
    const control = this.#control;
    const answer = FIRST_ANSWER + ANSWER_STRIDE * (thread - 1);
    let spins = 0, deadline = 0;
    for (;;) {
      const seen = Atomics.load(control, answer);
      if (seen === generation) break;
      if (++spins < SPINS) continue;
      deadline ||= performance.now() + this.#deadAfter;
      const begun = Atomics.load(control, answer + BEGUN) === generation;
      if (!begun && performance.now() > deadline) {
        this.#failure ??= `worker thread ${thread} has died; start again, or with --threads 1`;
        return;
      }
      Atomics.wait(control, answer, seen, LOOK_EVERY_MILLISECONDS);
    }
    if (control[answer + FAILED]) this.#failure ??= `worker thread ${thread} failed in a kernel`;
  }

  /** Ends the workers. The pool cannot be used afterwards. */
  dispose(): void {
    this.#control[KERNEL] = STOP;
    Atomics.add(this.#control, GENERATION, 1);
    Atomics.notify(this.#control, GENERATION);
    this.#failure = "the thread pool has been disposed";
  }
}
