/**
 * What lies at a path, to recognise its format.
 * @module
 */
import { openPlainFile } from "@sluice/files";
import { describeFileError } from "../_describe_file_error.ts";
import type { FoundPath } from "./format.ts";

/** So much of a file is enough to recognise its format. */
const START_SIZE = 512;

/**
 * Looks at a path.
 *
 * @throws {Error} Where there is nothing, or it cannot be read.
 */
export async function findPath(path: string): Promise<FoundPath> {
  try {
    const { isDirectory } = await Deno.stat(path);
    const start = isDirectory ? new Uint8Array() : await readStart(path);
    return { path, isFolder: isDirectory, start };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw describeFileError(error, path, "read");
    throw new Error(
      `there are no data at "${path}": give auto, imdb, sample, or the path of an archive, a folder or a file of rows`,
      { cause: error },
    );
  }
}

async function readStart(path: string): Promise<Uint8Array> {
  const start = new Uint8Array(START_SIZE);
  let length = 0;
  using plain = await openPlainFile(path);
  while (length < start.length) {
    const count = await plain.file.read(start.subarray(length));
    if (count === null) break;
    length += count;
  }
  return start.subarray(0, length);
}
