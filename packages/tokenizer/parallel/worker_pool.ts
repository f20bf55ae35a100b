// Workers that each do one task at a time.

import type { WorkerAnswers, WorkerTask } from "./worker_protocol.ts";

/** One worker; its tasks are done in order. */
class WorkerClient {
  readonly #worker: Worker;
  #last: Promise<unknown> = Promise.resolve();

  constructor() {
    this.#worker = new Worker(new URL("./_worker.ts", import.meta.url), { type: "module" });
  }

  perform<K extends WorkerTask["kind"]>(
    task: Extract<WorkerTask, { kind: K }>,
  ): Promise<WorkerAnswers[K]> {
    const answer = this.#last.then(() => this.#send(task));
    this.#last = answer.catch(() => {});
    return answer as Promise<WorkerAnswers[K]>;
  }

  #send(task: WorkerTask): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }) => {
        if (data.error === undefined) resolve(data.result);
        else reject(new Error(data.error));
      };
      this.#worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(`a worker failed: ${event.message}`));
      };
      this.#worker.postMessage(task);
    });
  }

  terminate(): void {
    this.#worker.terminate();
  }
}

/** A number of workers, which end with the scope that made them. */
export class WorkerPool implements Disposable {
  /** The workers. */
  readonly workers: readonly WorkerClient[];

  constructor(count: number) {
    this.workers = Array.from({ length: count }, () => new WorkerClient());
  }

  /** Gives all workers the same task. */
  async broadcast(task: WorkerTask): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.perform(task)));
  }

  /** Ends the workers. */
  [Symbol.dispose](): void {
    for (const worker of this.workers) worker.terminate();
  }
}

/** With fewer cores, handing texts over costs about what a second core brings. */
const CORES_THAT_PAY = 4;
const MOST_WORKERS = 8;

/** How many workers to use: as asked for, else one a core where that pays; 1 where there are none. */
export function workerCount(asked: number | undefined): number {
  if (asked !== undefined && (!Number.isInteger(asked) || asked < 1)) {
    throw new RangeError(`workers: expected a whole number from 1, found ${asked}`);
  }
  if (typeof Worker === "undefined") return 1;
  if (asked !== undefined) return asked;
  const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
  return cores < CORES_THAT_PAY ? 1 : Math.min(cores, MOST_WORKERS);
}
