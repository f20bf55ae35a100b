/**
 * Reads the reviews of a tar archive, gzip-compressed or plain, as a stream: nothing is unpacked to
 * disk, and only the reviews are kept.
 * @module
 */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { describeFileError } from "./_describe_file_error.ts";
import { recognisePath } from "./_recognise_path.ts";
import { ReviewCollector, type Splits } from "./_review_collector.ts";

/** Options of {@linkcode readArchive}. */
export interface ReadArchiveOptions {
  /** Called with the bytes of the archive read so far, and with its size. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

type Format = "gzip" | "tar";

/**
 * Reads an archive.
 *
 * @param path The path of a `.tar.gz` or `.tar` file.
 * @throws {Error} Where it cannot be read, is truncated or damaged, is no tar archive, or lacks
 * reviews.
 */
export async function readArchive(path: string, options: ReadArchiveOptions): Promise<Splits> {
  const format = await sniffFormat(path);
  const collector = new ReviewCollector(path);
  const extraction = new Extraction(collector);
  try {
    for await (const chunk of readChunks(path, format, options)) await extraction.write(chunk);
    await extraction.end();
  } catch (error) {
    options.signal?.throwIfAborted();
    throw describeArchiveError(error, path, format, extraction.hasEntries);
  }
  return collector.finish();
}

/** An error of the collector, whose message stands as it is. */
class ReviewError extends Error {}

/** Feeds the files of a tar archive that hold reviews to a collector. */
class Extraction {
  readonly #extract = extract();
  readonly #closed: Promise<void>;
  /** Whether there was anything in the archive yet. */
  hasEntries = false;
  #drained: (() => void) | undefined;
  #error: unknown;

  constructor(collector: ReviewCollector) {
    this.#closed = new Promise((resolve) => this.#extract.on("close", () => resolve()));
    this.#extract.on("error", (error: unknown) => this.#error ??= error);
    this.#extract.on("close", () => this.#drained?.());
    this.#extract.on("drain", () => this.#drained?.());
    this.#extract.on("entry", (header, source, next) => {
      this.hasEntries = true;
      const file = isFile(header) ? recognisePath(header.name) : undefined;
      const chunks: Uint8Array[] = [];
      if (file !== undefined) source.on("data", (chunk) => chunks.push(chunk as Uint8Array));
      source.on("end", () => {
        try {
          if (file !== undefined) collector.add(header.name, joinChunks(chunks), file);
          next();
        } catch (error) {
          this.#error ??= new ReviewError((error as Error).message, { cause: error });
          next(error as Error);
        }
      });
      source.resume();
    });
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#throwError();
    const drained = new Promise<void>((resolve) => this.#drained = resolve);
    if (!this.#extract.write(chunk)) await drained;
    this.#throwError();
  }

  async end(): Promise<void> {
    this.#extract.end(null);
    await this.#closed;
    this.#throwError();
  }

  #throwError(): void {
    if (this.#error !== undefined) throw this.#error;
  }
}

function isFile(header: Header): boolean {
  return header.type === "file" || header.type === "contiguous-file";
}

function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const joined = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}

async function* readChunks(
  path: string,
  format: Format,
  { onProgress, signal }: ReadArchiveOptions,
): AsyncGenerator<Uint8Array> {
  const { size } = await Deno.stat(path);
  const file = createReadStream(path, { highWaterMark: 2 ** 18, ...(signal && { signal }) });
  let done = 0;
  file.on("data", (chunk) => onProgress?.(done += chunk.length, size));
  if (format === "tar") {
    yield* file;
    return;
  }
  const gunzip = createGunzip({ chunkSize: 2 ** 18 });
  // The iteration below reports what goes wrong in either stream.
  pipeline(file, gunzip, () => {});
  yield* gunzip;
}

async function sniffFormat(path: string): Promise<Format> {
  const start = new Uint8Array(512);
  let length = 0;
  try {
    using file = await Deno.open(path);
    while (length < start.length) {
      const count = await file.read(start.subarray(length));
      if (count === null) break;
      length += count;
    }
  } catch (error) {
    throw describeFileError(error, path, "read");
  }
  if (length === 0) throw new Error(`${path} is an empty file, not an archive of reviews`);
  if (start[0] === 0x1f && start[1] === 0x8b) return "gzip";
  const text = new TextDecoder("latin1").decode(start);
  if (text.slice(257, 262) === "ustar") return "tar";
  const kind = text.startsWith("PK") ? "a zip archive" : "not an archive that can be read";
  throw new Error(`${path} is ${kind}: expected a .tar.gz file, or a folder`);
}

function describeArchiveError(
  error: unknown,
  path: string,
  format: Format,
  hasEntries: boolean,
): Error {
  if (error instanceof ReviewError) return new Error(error.message, { cause: error });
  const { code, message } = error as { code?: string; message: string };
  if (code === "Z_BUF_ERROR" || message === "Unexpected end of data") {
    return new Error(`${path} is truncated: it ends too early; download or copy it again`, {
      cause: error,
    });
  }
  const isInvalid = /^Invalid (tar )?header/.test(message);
  if (isInvalid && !hasEntries && format === "gzip") {
    return new Error(
      `${path} unpacks to something that is no tar archive: expected a .tar.gz file like ` +
        "aclImdb_v1.tar.gz",
      { cause: error },
    );
  }
  if (isInvalid || code?.startsWith("Z_")) {
    return new Error(`${path} is damaged: download or copy it again`, { cause: error });
  }
  return describeFileError(error, path, "read");
}
