// A run's folder, held by its one writer.
//
// Files are published together as a journal does it:
//
//     1. all are written to .staging/, and flushed to the disk
//     2. .staging is renamed to .published: from here on they count, and readers look there first
//     3. each is renamed to its place, and the empty .published is removed
//
// A kill before 2 leaves the old files, one after it the new ones: whoever opens the folder next, to
// read or to write, sees the one or the other; a writer also does the rest of 3.
import { UnreadableError } from "@sluice/files";
import { basename, dirname, resolve } from "node:path";
import { checkRunFolder } from "./check_run_folder.ts";
import { folderReader, PUBLISHED } from "./read_run_file.ts";
import { lockRun, RunLockedError } from "./run_lock.ts";
import { type RunContents, type RunFile, runFiles, type RunStorage } from "./run_storage.ts";
import {
  describeWriteError,
  syncFolder,
  TEMPORARY_SUFFIX,
  writeAndSync,
  writeFileAtomically,
} from "./write_file_atomically.ts";

const STAGING = ".staging";
const SUBFOLDERS = ["model", "checkpoint"] as const;

/** There is something where a new run was to be. */
export class RunExistsError extends Error {
  /** The error's name. */
  override name = "RunExistsError";

  /**
   * An error that says so.
   *
   * @param folder What there is.
   */
  constructor(folder: string) {
    super(`${folder} exists already; choose another name, or resume it`);
  }
}

/**
 * The folder of a run, to be written by this process alone until it is closed.
 *
 * @example
 * ```ts
 * import { RunFolder } from "@sluice/runs";
 * import { assertEquals } from "@std/assert";
 *
 * const runs = await Deno.makeTempDir();
 * {
 *   using folder = RunFolder.create(`${runs}/lstm-1`);
 *   await folder.publish({ "run.json": "{}\n", "tokenizer.json": "{}\n" });
 *   assertEquals(folder.id, "lstm-1");
 * }
 * await Deno.remove(runs, { recursive: true });
 * ```
 */
export class RunFolder implements RunStorage, Disposable {
  /** The folder's path. */
  readonly location: string;
  #lock: Disposable | undefined;

  private constructor(folder: string, lock?: Disposable) {
    this.location = folder;
    this.#lock = lock;
  }

  /** The run's name, which is that of its folder. */
  get id(): string {
    return basename(resolve(this.location));
  }

  /**
   * A run that does not exist yet. Its folder is made, and locked, by the first {@linkcode publish},
   * which throws {@linkcode RunExistsError} where there is something by then.
   */
  static create(folder: string): RunFolder {
    return new RunFolder(folder);
  }

  /**
   * Opens the folder of a run that exists, and mends what a killed writer left behind.
   *
   * @throws {RunLockedError} Where another process, or another part of this one, writes to it.
   * @throws {UnreadableError} Where something in it is not a plain file or folder.
   * @throws {Error} One line, where it cannot be written to.
   */
  static async open(folder: string): Promise<RunFolder> {
    await checkRunFolder(folder);
    let lock;
    try {
      lock = await lockRun(folder);
    } catch (error) {
      if (error instanceof RunLockedError || error instanceof UnreadableError) throw error;
      throw new Error(`cannot write to ${folder}: ${describeWriteError(error)}`, { cause: error });
    }
    const run = new RunFolder(folder, lock);
    try {
      await run.#mend();
    } catch (error) {
      run[Symbol.dispose]();
      throw new Error(`cannot write to ${folder}: ${describeWriteError(error)}`, { cause: error });
    }
    return run;
  }

  /** The bytes of a file as it was last published; undefined where there is none. */
  read(file: RunFile, limit?: number): Promise<Uint8Array | undefined> {
    return folderReader(this.location).read(file, limit);
  }

  /** Writes files together, all or none. See {@linkcode RunStorage.publish}. */
  async publish(contents: RunContents): Promise<void> {
    if (this.#lock === undefined) return await this.#make(contents);
    const names = Object.keys(contents) as RunFile[];
    const folder = this.location;
    try {
      await this.#placePublished();
      if (names.length === 1) {
        return await writeFileAtomically(`${folder}/${names[0]}`, contents[names[0]!]!);
      }
      await removeIfThere(`${folder}/${STAGING}`);
      await writeAll(`${folder}/${STAGING}`, contents);
      await Deno.rename(`${folder}/${STAGING}`, `${folder}/${PUBLISHED}`);
    } catch (error) {
      await removeIfThere(`${folder}/${STAGING}`).catch(() => {});
      if ((error as Error).message.startsWith("cannot write ")) throw error;
      throw new Error(`cannot write ${folder}: ${describeWriteError(error)}`, { cause: error });
    }
    // They are published. What fails from here on is done again by whoever opens the folder next.
    await syncFolder(folder).then(() => this.#placePublished()).catch(() => {});
  }

  /** Gives the folder back. */
  [Symbol.dispose](): void {
    this.#lock?.[Symbol.dispose]();
    this.#lock = undefined;
  }

  /** Makes the folder with its first files, under its name only when all of them are there. */
  async #make(contents: RunContents): Promise<void> {
    const parent = dirname(resolve(this.location));
    let temporary = "";
    try {
      await Deno.mkdir(parent, { recursive: true });
      await removeAbandoned(parent);
      while (this.#lock === undefined) {
        temporary = `${parent}/.${this.id.slice(0, 100)}.${crypto.randomUUID()}${TEMPORARY_SUFFIX}`;
        await Deno.mkdir(temporary);
        this.#lock = await lockUnlessRemoved(temporary);
      }
      for (const name of SUBFOLDERS) await Deno.mkdir(`${temporary}/${name}`);
      await writeAll(temporary, contents);
      if (await isThere(this.location)) throw new RunExistsError(this.location);
      await Deno.rename(temporary, this.location);
      await syncFolder(parent);
    } catch (error) {
      this[Symbol.dispose]();
      if (temporary !== "") await removeIfThere(temporary).catch(() => {});
      if (error instanceof RunExistsError) throw error;
      // Someone else's folder may have come to be between the look and the rename.
      if (await isThere(this.location)) throw new RunExistsError(this.location);
      throw new Error(
        `cannot make the run's folder ${this.location}: ${describeWriteError(error)}`,
        { cause: error },
      );
    }
  }

  /** Does what a killed writer left undone, and removes what it left half-done. */
  async #mend(): Promise<void> {
    await removeIfThere(`${this.location}/${STAGING}`);
    await this.#placePublished();
    for (const name of ["", ...SUBFOLDERS]) {
      const folder = name === "" ? this.location : `${this.location}/${name}`;
      await Deno.mkdir(folder, { recursive: true });
      for await (const entry of Deno.readDir(folder)) {
        if (entry.isFile && /^\..*\.tmp$/.test(entry.name)) {
          await Deno.remove(`${folder}/${entry.name}`);
        }
      }
    }
  }

  /** Puts published files into their places. */
  async #placePublished(): Promise<void> {
    const published = `${this.location}/${PUBLISHED}`;
    if (!await isThere(published)) return;
    for (const name of Object.values(runFiles)) {
      if (!await isThere(`${published}/${name}`)) continue;
      await Deno.rename(`${published}/${name}`, `${this.location}/${name}`);
    }
    for (const name of ["", ...SUBFOLDERS]) {
      if (await isThere(`${this.location}/${name}`)) await syncFolder(`${this.location}/${name}`);
    }
    await removeIfThere(published);
  }
}

/** Writes files into a folder, which is made, and flushes them to the disk. */
async function writeAll(folder: string, contents: RunContents): Promise<void> {
  const folders = new Set([folder]);
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(contents)) {
    const path = `${folder}/${name}`;
    if (!folders.has(dirname(path))) {
      await Deno.mkdir(dirname(path), { recursive: true });
      folders.add(dirname(path));
    }
    await writeAndSync(path, content);
  }
  for (const each of folders) await syncFolder(each);
}

/** Half-made folders of runs whose process is dead. */
async function removeAbandoned(parent: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(parent)) {
    if (!isDirectory || !/^\..*\.[0-9a-f-]{36}\.tmp$/.test(name)) continue;
    const path = `${parent}/${name}`;
    try {
      if (!await isThere(`${path}/.lock`)) {
        // Its process is dead, or about to lock it: then it makes another one.
        await Deno.remove(path);
        continue;
      }
      using _lock = await lockRun(path);
      await removeIfThere(path);
    } catch {
      continue; // It is alive, or not ours to remove.
    }
  }
}

/** Locks a folder that was made a moment ago; undefined where another process took it for abandoned. */
async function lockUnlessRemoved(folder: string): Promise<Disposable | undefined> {
  try {
    return await lockRun(folder);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound && !await isThere(folder)) return undefined;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
