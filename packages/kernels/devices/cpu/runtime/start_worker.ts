/**
 * Starting a worker thread, of Deno and Node or of a browser.
 *
 * @module
 */
import { READY, WORKER_SOURCE, type WorkerData } from "./worker_source.ts";

/**
 * Starts a worker and waits until it is ready. It does not keep the process alive.
 *
 * @param failed Is told when it fails or ends later.
 * @throws {Error} if it cannot be started, with the reason.
 */
export async function startWorker(
  data: WorkerData,
  failed: (why: string) => void,
): Promise<void> {
  // Browsers have no such module: their workers are started from a blob.
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  if (process?.versions?.node) await startNode(data, failed);
  else await startWeb(data, failed);
}

async function startNode(workerData: WorkerData, failed: (why: string) => void): Promise<void> {
  const { Worker } = await import("node:worker_threads");
  const worker = new Worker(WORKER_SOURCE, { eval: true, workerData });
  await new Promise<void>((resolve, reject) => {
    worker.once("message", (message) => answer(message, resolve, reject));
    worker.once("error", (error: Error) => {
      failed(`failed: ${error.message}`);
      reject(error);
    });
    worker.once("exit", () => {
      failed("has ended");
      reject(new Error("a worker thread ended at its start"));
    });
  });
  worker.unref();
}

async function startWeb(data: WorkerData, failed: (why: string) => void): Promise<void> {
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
  try {
    const worker = new Worker(url);
    await new Promise<void>((resolve, reject) => {
      worker.onmessage = ({ data }) => answer(data, resolve, reject);
      worker.onerror = (event) => {
        event.preventDefault?.();
        const why = event.message || "its script was refused";
        failed(`failed: ${why}`);
        reject(new Error(why));
      };
      worker.postMessage(data);
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

function answer(message: unknown, ready: () => void, fail: (error: Error) => void): void {
  if (message === READY) ready();
  else fail(new Error(String(message)));
}
