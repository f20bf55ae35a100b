/**
 * Downloads a file so that under its name there is only ever the whole of it.
 *
 * What has come so far is kept beside it under a name that ends in `.partial`, and is where the
 * next try goes on, in this process or a later one.
 * @module
 */
import { createHash } from "node:crypto";
import { delay } from "./delay.ts";
import { UnreadableError } from "@sluice/files";
import { describeFileError } from "../../_describe_file_error.ts";
import { DownloadError } from "./download_error.ts";
import { acquireFileLock } from "./file_lock.ts";
import { type FilePart, requestPart } from "./request_part.ts";

/** Options of {@linkcode downloadFile}. */
export interface DownloadOptions {
  /** The address of the file. */
  url: string;
  /** Where it goes. Its folder is made where it does not exist. */
  path: string;
  /** The MD5 checksum that it must have, 32 hexadecimal digits. */
  md5: string;
  /** Called with the bytes here so far, and with the size where it is known. */
  onProgress?: (done: number, total?: number) => void;
  signal?: AbortSignal;
  /** The milliseconds in which the server must begin to answer; 8,000 by default. */
  connectTimeout?: number;
  /** The milliseconds in which the next bytes must come; 30,000 by default. */
  stallTimeout?: number;
  /** The milliseconds before a transfer that broke off is taken up again; 1,000 by default. */
  retryDelay?: number;
}

/** How often in a row a transfer may break off without having brought anything. */
const FRUITLESS_TRIES = 3;

/**
 * Downloads a file, unless it is there. Of several calls at once, in whichever processes, one
 * downloads and the others wait for it.
 *
 * @throws {DownloadError} Where the network, the server or what it sent is at fault.
 * @throws {Error} Where the file cannot be written; what has come stays for the next try.
 */
export async function downloadFile(options: DownloadOptions): Promise<void> {
  const { path, onProgress, signal } = options;
  if (await exists(path)) return;
  // Asked for before anything is written: without a network no folders are left behind.
  const size = await sizeOf(`${path}.partial`);
  await sizeOf(`${path}.lock`);
  const first = await request(options, size);
  try {
    await writing(path, () => Deno.mkdir(directoryOf(path), { recursive: true }));
    let waited = false;
    const onWait = () => {
      if (!waited && first !== "beyond") first.cancel();
      waited = true;
      sizeOf(`${path}.partial`).then((done) => onProgress?.(done), () => {});
    };
    using _lock = await writing(
      path,
      () => acquireFileLock(`${path}.lock`, { onWait, ...(signal && { signal }) }),
    );
    if (await exists(path)) return;
    const isStale = waited || size !== await sizeOf(`${path}.partial`);
    await new Download(options).run(isStale ? undefined : first);
  } finally {
    if (first !== "beyond") first.cancel();
  }
}

/** One download, of which nobody else writes the files. */
class Download {
  readonly #options: DownloadOptions;
  readonly #partial: string;

  constructor(options: DownloadOptions) {
    this.#options = options;
    this.#partial = `${options.path}.partial`;
  }

  /** @param first What the server answered already, for the bytes that are still missing. */
  async run(first: FilePart | "beyond" | undefined): Promise<void> {
    const { path, url, md5, signal } = this.#options;
    const startedFromNothing = await sizeOf(this.#partial) === 0;
    await this.#fetchAll(first);
    const found = await this.#checksum();
    if (found === md5.toLowerCase()) {
      await writing(path, () => Deno.rename(this.#partial, path));
      return;
    }
    await Deno.remove(this.#partial);
    signal?.throwIfAborted();
    // The older part may be of an older file.
    if (!startedFromNothing) return await this.run(undefined);
    throw new DownloadError(
      `what ${url} sends is damaged: its MD5 checksum is ${found}, not ${md5}`,
    );
  }

  async #fetchAll(first: FilePart | "beyond" | undefined): Promise<void> {
    const { retryDelay = 1000, signal } = this.#options;
    let part = first;
    for (let fruitless = 0; fruitless < FRUITLESS_TRIES;) {
      const before = await sizeOf(this.#partial);
      try {
        part ??= await request(this.#options, before);
        if (part === "beyond") return;
        return await this.#save(part);
      } catch (error) {
        if (!(error instanceof DownloadError)) throw error;
        fruitless = await sizeOf(this.#partial) > before ? 0 : fruitless + 1;
        if (fruitless === FRUITLESS_TRIES) throw error;
        await delay(retryDelay * 2 ** fruitless, signal);
      }
      part = undefined;
    }
  }

  async #save({ offset, total, chunks }: FilePart): Promise<void> {
    const { path, onProgress } = this.#options;
    using file = await writing(
      path,
      () => Deno.open(this.#partial, { create: true, write: true }),
    );
    await writing(path, () => file.truncate(offset));
    await file.seek(offset, Deno.SeekMode.Start);
    let done = offset;
    onProgress?.(done, total);
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length;) {
        start += await writing(path, () => file.write(chunk.subarray(start)));
      }
      done += chunk.length;
      onProgress?.(done, total);
    }
    await writing(path, () => file.syncData());
  }

  async #checksum(): Promise<string> {
    const hash = createHash("md5");
    using file = await Deno.open(this.#partial);
    const buffer = new Uint8Array(2 ** 20);
    for (;;) {
      const count = await file.read(buffer);
      if (count === null) return hash.digest("hex");
      hash.update(buffer.subarray(0, count));
    }
  }
}

function request(options: DownloadOptions, offset: number): Promise<FilePart | "beyond"> {
  const { url, connectTimeout = 8000, stallTimeout = 30_000, signal } = options;
  return requestPart(url, offset, { connectTimeout, stallTimeout, ...(signal && { signal }) });
}

/** Does something that writes, and says clearly what went wrong with it. */
async function writing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw describeFileError(error, path, "write");
  }
}

/** The size of a file that is there, or will be; a pipe in its place would be waited for without end. */
async function sizeOf(path: string): Promise<number> {
  try {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile) throw new UnreadableError(path, "not a file; remove it");
    return size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw describeFileError(error, path, "read");
  }
}

/** Whether there is a file of that name. */
export async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (isMissing(error)) return false;
    throw describeFileError(error, path, "read");
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}

function directoryOf(path: string): string {
  return path.replace(/[/\\][^/\\]*$/, "");
}
