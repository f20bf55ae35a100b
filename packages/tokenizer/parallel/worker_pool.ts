// Workers that each do one task at a time.

import type { WorkerAnswers, WorkerTask } from "./worker_protocol.ts";
import { WorkersUnavailable } from "./workers_unavailable.ts";

/** One worker; its tasks are done in order. */
class WorkerClient {
  readonly #worker: Worker;
  #last: Promise<unknown> = Promise.resolve();
  #hasAnswered = false;
  #settle: { resolve: (result: unknown) => void; reject: (error: Error) => void } | undefined;
  #failure: Error | undefined;

  /** @throws {WorkersUnavailable} If this runtime has no workers or does not let them start. */
  constructor() {
    if (typeof Worker === "undefined") {
      throw new WorkersUnavailable("this runtime has no global Worker");
    }
    try {
      this.#worker = new Worker(workerUrl(), { type: "module" });
    } catch (error) {
      if (error instanceof WorkersUnavailable) throw error;
      throw new WorkersUnavailable(oneLine(error), { cause: error });
    }
    this.#worker.onmessage = ({ data }) => {
      this.#hasAnswered = true;
      if (data.error === undefined) this.#settle?.resolve(data.result);
      else this.#settle?.reject(new Error(data.error));
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      // Its module may be missing from a bundle, say, or not be allowed to load.
      const reason = oneLine(event.message || "its module does not load");
      this.#failure = this.#hasAnswered
        ? new Error(`a worker failed: ${reason}`)
        : new WorkersUnavailable(`${workerUrl()}: ${reason}`);
      this.#settle?.reject(this.#failure);
    };
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
      this.#settle = { resolve, reject };
      if (this.#failure === undefined) this.#worker.postMessage(task);
      else reject(this.#failure);
    });
  }

  terminate(): void {
    this.#worker.terminate();
  }
}

/** A number of workers. */
export class WorkerPool {
  /** The workers. */
  readonly workers: readonly WorkerClient[];

  private constructor(workers: readonly WorkerClient[]) {
    this.workers = workers;
  }

  /**
   * Starts so many workers, which all do a first task, and ends them after `use`.
   *
   * @throws {WorkersUnavailable} If they cannot start; `use` has not been called then.
   */
  static async with<T>(
    count: number,
    task: WorkerTask,
    use: (pool: WorkerPool) => Promise<T>,
  ): Promise<T> {
    const workers: WorkerClient[] = [];
    try {
      while (workers.length < count) workers.push(new WorkerClient());
      // All of them, so that none fails after it was ended.
      const starts = await Promise.allSettled(workers.map((worker) => worker.perform(task)));
      for (const start of starts) if (start.status === "rejected") throw start.reason;
      return await use(new WorkerPool(workers));
    } finally {
      for (const worker of workers) worker.terminate();
    }
  }
}

/** With fewer cores, handing texts over costs about what a second core brings. */
const CORES_THAT_PAY = 4;
const MOST_WORKERS = 8;

/** How many workers to use: as asked for, else one a core where that pays. */
export function workerCount(asked: number | undefined): number {
  if (asked !== undefined && (!Number.isInteger(asked) || asked < 1)) {
    throw new RangeError(`workers: expected a whole number from 1, found ${asked}`);
  }
  if (asked !== undefined) return asked;
  if (typeof Worker === "undefined") return 1;
  const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
  return cores < CORES_THAT_PAY ? 1 : Math.min(cores, MOST_WORKERS);
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n")[0]!.trim();
}

/** The worker's module lies beside this one, in a folder or on a server, compiled to JavaScript or not. */
function workerUrl(): URL {
  const extension = /\/parallel\/worker_pool\.([jt]s)$/.exec(new URL(import.meta.url).pathname)
    ?.[1];
  // What has the worker's name beside a bundle is not ours.
  if (extension === undefined) {
    throw new WorkersUnavailable("this program is a bundle, which lacks the worker's module");
  }
  return new URL(`./_worker.${extension}`, import.meta.url);
}
