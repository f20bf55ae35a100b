/**
 * A tar archive, gzip-compressed or plain, read as a stream: nothing is unpacked to disk, and only
 * the examples are kept.
 *
 * All kinds of tar in use can be read: of Unix version 7 (without a magic number), ustar, GNU's with
 * its long names, and pax.
 * @module
 */
import { sayBytes, UnreadableError } from "@sluice/files";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { describeFileError } from "../_describe_file_error.ts";
import { ExampleCollector, limitOf, tooLarge } from "./example_collector.ts";
import type { Format, ReadOptions } from "./format.ts";
import { recognisePath } from "./recognise_path.ts";

type Compression = "gzip" | "none";

/** What tar-stream says where an archive ends too early. */
const CUT_OFF = "Unexpected end of data";

/** The size of a tar archive's header, and of the pieces that it is made of. */
const BLOCK = 512;

/** An archive may unpack to so many times its size: texts are packed three to twenty times. */
const MAX_RATIO = 100;
/** ... and to so many bytes in any case. */
const ALWAYS = 2 ** 28;

/** A `.tar.gz` or `.tar` file. */
export const archive: Format = {
  name: "archive",

  recognises: ({ start }) => compressionOf(start) !== undefined,

  async read({ path, start }, options) {
    const compression = compressionOf(start) ?? "none";
    const { size } = await Deno.stat(path);
    const collector = new ExampleCollector(path);
    const extraction = new Extraction(collector, path);
    let unpacked = 0;
    try {
      for await (const chunk of readChunks(path, size, compression, options)) {
        unpacked += chunk.length;
        if (unpacked > ALWAYS && unpacked > MAX_RATIO * size) throw unpacksToTooMuch(path, size);
        await extraction.write(chunk);
      }
      await extraction.end();
    } catch (error) {
      options.signal?.throwIfAborted();
      throw describeArchiveError(error, path, compression, extraction.hasEntries);
    }
    return collector.finish();
  },
};

/** Feeds the files of a tar archive that hold examples to a collector. */
class Extraction {
  // Version 7 is what tar-stream calls an unknown format; checksums are checked all the same.
  readonly #extract = extract({ allowUnknownFormat: true } as object);
  readonly #closed: Promise<void>;
  /** Whether there was anything in the archive yet. */
  hasEntries = false;
  #zerosAtEnd = 0;
  #drained: (() => void) | undefined;
  #error: unknown;

  constructor(collector: ExampleCollector, where: string) {
    this.#closed = new Promise((resolve) => this.#extract.on("close", () => resolve()));
    this.#extract.on("error", (error: unknown) => this.#error ??= error);
    this.#extract.on("close", () => this.#drained?.());
    this.#extract.on("drain", () => this.#drained?.());
    guardPaxHeaders(this.#extract);
    this.#extract.on("entry", (header, source, next) => {
      this.hasEntries = true;
      const { name, type } = header;
      // A folder has nothing in it, whatever its size says; then its stream never ends.
      if (type === "directory") {
        source.resume();
        next();
        return;
      }
      const file = recognisePath(name);
      const chunks: Uint8Array[] = [];
      if (file !== undefined && !isFile(header)) {
        collector.refuse(file, describeLink(name, where));
      } else if (file !== undefined && header.size! > limitOf(file)) {
        collector.refuse(file, new UnreadableError(`${name} of ${where}`, tooLarge(file)));
      } else if (file !== undefined && collector.wants(file)) {
        source.on("data", (chunk) => chunks.push(chunk as Uint8Array));
        source.on("end", () => collector.add(name, joinChunks(chunks), file));
      }
      source.on("end", () => next());
      // Where the archive ends within the file; without a listener the whole process would end.
      source.on("error", (error: unknown) => this.#error ??= error);
      source.resume();
    });
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#throwError();
    const zeros = chunk.length - 1 - chunk.findLastIndex((byte) => byte !== 0);
    this.#zerosAtEnd = zeros === chunk.length ? this.#zerosAtEnd + zeros : zeros;
    const drained = new Promise<void>((resolve) => this.#drained = resolve);
    if (!this.#extract.write(chunk)) await drained;
    this.#throwError();
  }

  async end(): Promise<void> {
    this.#extract.end(null);
    await this.#closed;
    this.#throwError();
    // An archive that was cut off between two files looks whole but for its end: blocks of zeros.
    if (this.hasEntries && this.#zerosAtEnd < BLOCK) throw new Error(CUT_OFF);
  }

  #throwError(): void {
    if (this.#error !== undefined) throw this.#error;
  }
}

/**
 * Refuses what tar-stream's reader of pax headers goes round in for ever: records whose length is not that
 * of a record. It overrides a method of the version that deno.json pins.
 */
function guardPaxHeaders(extract: object): void {
  const guarded = extract as {
    _header: { type: string | null };
    _decodeLongHeader(bytes: Uint8Array): void;
  };
  const decode = guarded._decodeLongHeader.bind(extract);
  guarded._decodeLongHeader = (bytes) => {
    if (guarded._header.type?.startsWith("pax")) {
      for (let at = 0; at < bytes.length && bytes[at] !== 0;) {
        const start = new TextDecoder("latin1").decode(bytes.subarray(at, at + 12));
        const length = Number(/^(\d+) /.exec(start)?.[1]);
        if (!(length > 0 && at + length <= bytes.length)) throw new Error("Invalid header");
        at += length;
      }
    }
    decode(bytes);
  };
}

function isFile({ type }: Header): boolean {
  return type === "file" || type === "contiguous-file";
}

/** An example left out without a word would make another dataset. */
function describeLink(name: string, where: string): Error {
  return new Error(
    `${name} of ${where} is a link, or not stored whole: pack the archive anew with ` +
      "tar --dereference --hard-dereference, and without --sparse",
  );
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
  size: number,
  compression: Compression,
  { onProgress, signal }: ReadOptions,
): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: 2 ** 18, ...(signal && { signal }) });
  let done = 0;
  file.on("data", (chunk) => onProgress?.(done += chunk.length, size));
  if (compression === "none") {
    yield* file;
    return;
  }
  const gunzip = createGunzip({ chunkSize: 2 ** 18 });
  // The iteration below reports what goes wrong in either stream.
  pipeline(file, gunzip, () => {});
  yield* gunzip;
}

/** How a file that is a tar archive is compressed; nothing where it is none. */
function compressionOf(start: Uint8Array): Compression | undefined {
  if (start[0] === 0x1f && start[1] === 0x8b) return "gzip";
  return isTarHeader(start) ? "none" : undefined;
}

/** Archives of version 7 have no magic number, but all have a checksum. */
function isTarHeader(block: Uint8Array): boolean {
  if (block.length < BLOCK) return false;
  const text = new TextDecoder("latin1").decode(block);
  if (text.slice(257, 262) === "ustar") return true;
  const written = /^[ \0]*([0-7]+)[ \0]/.exec(text.slice(148, 156))?.[1];
  // In the sum the checksum itself counts as blanks.
  const sum = block.reduce(
    (sum, byte, index) => sum + (index >= 148 && index < 156 ? 32 : byte),
    0,
  );
  return written !== undefined && Number.parseInt(written, 8) === sum;
}

function unpacksToTooMuch(path: string, size: number): UnreadableError {
  return new UnreadableError(
    path,
    `unpacks to more than ${MAX_RATIO} times its ${sayBytes(size)}, as no archive of texts does`,
  );
}

function describeArchiveError(
  error: unknown,
  path: string,
  compression: Compression,
  hasEntries: boolean,
): Error {
  const { code, message } = error as { code?: string; message: string };
  if (code === "Z_BUF_ERROR" || message === CUT_OFF) {
    return new Error(`${path} is truncated: it ends too early; download or copy it again`, {
      cause: error,
    });
  }
  if (error instanceof UnreadableError) return error;
  const isInvalid = /^(Invalid (tar )?header|Header exceeds)/.test(message);
  if (isInvalid && !hasEntries && compression === "gzip") {
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
