/**
 * A file as text on its way in.
 * @module
 */
import { fileLimits, openPlainFile, sayBytes } from "@sluice/files";
import { describeFileError } from "../../_describe_file_error.ts";
import type { ReadOptions } from "../format.ts";

/** A file may unpack to so many times its size beyond what a file of examples may have. */
const MAX_RATIO = 100;

/**
 * Opens a file, decompresses it where its name ends in `.gz`, and decodes it. Close the file when the
 * stream has ended.
 *
 * @param encoding As in `TextDecoder`; by default UTF-8, or UTF-16 after its byte-order mark.
 * @throws {Error} Where it cannot be read.
 */
export async function openText(
  path: string,
  encoding: string,
  { onProgress, signal }: ReadOptions,
): Promise<{ text: ReadableStream<string>; close: () => void }> {
  const decoder = new TextDecoderStream(encoding, { fatal: true });
  let plain;
  try {
    plain = await openPlainFile(path);
  } catch (error) {
    throw describeFileError(error, path, "read");
  }
  let done = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      signal?.throwIfAborted();
      done += chunk.length;
      onProgress?.(done, plain.size);
      controller.enqueue(chunk);
    },
  });
  let bytes = plain.file.readable.pipeThrough(counted);
  if (isCompressed(path)) {
    bytes = bytes.pipeThrough(new DecompressionStream("gzip"))
      .pipeThrough(atMost(Math.max(fileLimits.examples, MAX_RATIO * plain.size), path));
  }
  const text = bytes.pipeThrough(decoder);
  return {
    text,
    close: () => {
      try {
        plain[Symbol.dispose]();
      } catch {
        // The stream has closed it.
      }
    },
  };
}

/** Passes on so many bytes, or characters, and no more. */
export function atMost<Chunk extends { length: number }>(
  most: number,
  path: string,
): TransformStream<Chunk, Chunk> {
  let length = 0;
  return new TransformStream({
    transform(chunk, controller) {
      length += chunk.length;
      if (length > most) {
        throw new Error(`cannot read ${path}: more than ${sayBytes(most)}, the most that is read`);
      }
      controller.enqueue(chunk);
    },
  });
}

/** Whether a file is compressed with gzip, by its name. */
export function isCompressed(path: string): boolean {
  return /\.gz$/i.test(path);
}

/** What reading may throw, in words. */
export function describeTextError(error: unknown, path: string, encoding: string): unknown {
  if (!(error instanceof TypeError)) return error;
  const reason = /decod|encoded data/i.test(error.message)
    ? `not ${encoding.toUpperCase()}; name its encoding: --encoding windows-1252`
    : isCompressed(path)
    ? "not a whole gzip file"
    : error.message;
  return new Error(`cannot read ${path}: ${reason}`, { cause: error });
}
