// One writer a run: a lock that the system gives back when its process ends, however it ends.
import { openPlainFile, UnreadableError } from "@sluice/files";

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
 * @throws {UnreadableError} Where there is something in its place that is no file of its own.
 */
export async function lockRun(folder: string): Promise<Disposable> {
  const path = `${folder}/${LOCK_FILE}`;
  await checkLockFile(path);
  const file = await Deno.open(path, { create: true, read: true, write: true });
  try {
    if (!await file.tryLock(true)) throw new RunLockedError(folder, await readOwner(file));
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
  try {
    using lock = await openPlainFile(LOCK_FILE, { within: folder });
    return !await lock.file.tryLock(true);
  } catch {
    return false; // A run that was never locked, or one that this process may not look at.
  }
}

/** A lock is written to in its place: it must not be another file under a second name. */
async function checkLockFile(path: string): Promise<void> {
  let found;
  try {
    found = await Deno.lstat(path);
  } catch {
    return; // Opening it tells.
  }
  if (!found.isFile) throw new UnreadableError(path, "not a file; remove it");
  if ((found.nlink ?? 1) > 1) {
    throw new UnreadableError(path, "a file that has other names, too; remove it");
  }
}

/** Which process holds a lock, where its file says so. */
async function readOwner(file: Deno.FsFile): Promise<string | undefined> {
  const start = new Uint8Array(20);
  const length = await file.read(start) ?? 0;
  return /^\d+(?=\n)/.exec(new TextDecoder().decode(start.subarray(0, length)))?.[0];
}
