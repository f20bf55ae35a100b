/**
 * Keeps two processes, or two calls in one, from doing the same work at once.
 * @module
 */
import { delay } from "./delay.ts";

/** Options of {@linkcode acquireFileLock}. */
export interface FileLockOptions {
  /** Called again and again while someone else holds the lock. */
  onWait?: () => void;
  signal?: AbortSignal;
}

const POLL_MILLISECONDS = 100;

/**
 * Waits until a lock is free and takes it; disposing of it gives it back, and so does the system
 * where the process ends. The lock's empty file stays, as removing it would let two in.
 *
 * @param path The path of the lock's file, which is made where it does not exist.
 */
export async function acquireFileLock(
  path: string,
  { onWait, signal }: FileLockOptions = {},
): Promise<Disposable> {
  const file = await Deno.open(path, { create: true, write: true });
  try {
    while (!(await file.tryLock(true))) {
      onWait?.();
      await delay(POLL_MILLISECONDS, signal);
    }
  } catch (error) {
    file.close();
    throw error;
  }
  return { [Symbol.dispose]: () => file.close() };
}
