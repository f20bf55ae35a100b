/**
 * A file as text on its way in.
 * @module
 */
import { openPlainFile } from "@sluice/files";
import { describeFileError } from "../../_describe_file_error.ts";
import type { ReadOptions } from "../format.ts";

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
  if (isCompressed(path)) bytes = bytes.pipeThrough(new DecompressionStream("gzip"));
  const text = bytes.pipeThrough(new TextDecoderStream(encoding, { fatal: true }));
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
