/**
 * How many threads kernels can run on here.
 *
 * @module
 */

/** A number of threads, and why it is 1 where more were wished for. */
export interface UsableThreads {
  threads: number;
  whyOneThread?: string;
}

/**
 * The number of threads that a wish for `wanted` comes to; the default is one a processor, eight at most.
 *
 * It is 1 where nothing can be shared between threads or the caller may not wait for them: without
 * SharedArrayBuffer (pages that are not cross-origin isolated), and on the main thread of a page.
 *
 * @throws {RangeError} if `wanted` is not a whole number from 1 to 64.
 */
export function usableThreads(wanted?: number): UsableThreads {
  const threads = wanted ?? Math.min(8, navigator.hardwareConcurrency);
  if (!Number.isInteger(threads) || threads < 1 || threads > 64) {
    throw new RangeError(`threads must be a whole number from 1 to 64, not ${threads}`);
  }
  if (threads === 1) return { threads };
  if (!("SharedArrayBuffer" in globalThis)) {
    return { threads: 1, whyOneThread: "no SharedArrayBuffer here" };
  }
  if (!mayWait()) return { threads: 1, whyOneThread: "this thread may not wait" };
  return { threads };
}

/** Whether this thread may sleep until another wakes it: asks for a wait that ends at once. */
function mayWait(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
}
