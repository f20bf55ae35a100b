// One writer a run: a lock that the system gives back when its process ends, however it ends.

/** The name of the lock's file in a run's folder. It stays: removing it would let two in. */
export const LOCK_FILE = ".lock";

/** Someone else is writing a run. */
export class RunLockedError extends Error {
  /** The error's name. */
  override name = "RunLockedError";
  /** The run's folder. */
  readonly folder: string;

  /**
   * An error that says who writes it, and what to do.
   *
   * @param folder The run's folder.
   * @param owner The process that writes it, as far as is known.
   */
  constructor(folder: string, owner?: string) {
    super(
      `${folder} is being written${owner ? ` by process ${owner}` : ""}: ` +
        `wait until it has ended, or stop it`,
    );
    this.folder = folder;
  }
}

/**
 * Takes the lock of a run's folder.
 *
 * @returns What gives it back when it is disposed of.
 * @throws {RunLockedError} Where someone else holds it.
 */
export async function lockRun(folder: string): Promise<Disposable> {
  const path = `${folder}/${LOCK_FILE}`;
  const file = await Deno.open(path, { create: true, read: true, write: true });
  try {
    if (!await file.tryLock(true)) {
      throw new RunLockedError(folder, (await Deno.readTextFile(path)).trim());
    }
    await file.truncate();
    await file.write(new TextEncoder().encode(`${Deno.pid}\n`));
  } catch (error) {
    file.close();
    throw error;
  }
  return { [Symbol.dispose]: () => file.close() };
}

/** Whether someone is writing a run now. */
export async function isRunLocked(folder: string): Promise<boolean> {
  let file;
  try {
    file = await Deno.open(`${folder}/${LOCK_FILE}`);
  } catch {
    return false; // A run that was never locked, or one that this process may not look at.
  }
  using lock = file;
  return !await lock.tryLock(true);
}
