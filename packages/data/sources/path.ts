/**
 * Examples that a user has in a file or folder.
 * @module
 */
import { openPlainFile } from "@sluice/files";
import { describeFileError } from "../_describe_file_error.ts";
import { FORMATS } from "../formats/formats.ts";
import type { FoundPath, ReadOptions } from "../formats/format.ts";
import type { Splits } from "../formats/splits.ts";

/** So much of a file is enough to recognise its format. */
const START_SIZE = 512;

/** What other files begin with, to say what they are. */
const OTHER_FILES: readonly (readonly [start: string, kind: string])[] = [
  ["PK", "a zip archive"],
  ["BZh", "compressed with bzip2"],
  ["\xfd7zXZ", "compressed with xz"],
  ["\x28\xb5\x2f\xfd", "compressed with zstd"],
  ["7z\xbc\xaf", "a 7z archive"],
  ["Rar!", "a rar archive"],
  ["\x1f\x9d", "compressed with compress"],
];

/**
 * Reads the examples of a path, in the first format that recognises it.
 *
 * @returns The examples, and what the format is called.
 * @throws {Error} Where there is nothing, it cannot be read, or no format recognises it.
 */
export async function readPath(
  path: string,
  options: ReadOptions,
): Promise<{ format: string; splits: Splits }> {
  const found = await find(path);
  for (const format of FORMATS) {
    if (!format.recognises(found)) continue;
    return { format: format.name, splits: await format.read(found, options) };
  }
  if (found.start.length === 0) throw new Error(`${path} is an empty file, not one with examples`);
  const start = new TextDecoder("latin1").decode(found.start);
  const kind = OTHER_FILES.find(([bytes]) => start.startsWith(bytes))?.[1] ??
    "not an archive that can be read";
  throw new Error(`${path} is ${kind}: expected a .tar.gz file, or a folder`);
}

async function find(path: string): Promise<FoundPath> {
  try {
    const { isDirectory } = await Deno.stat(path);
    const start = isDirectory ? new Uint8Array() : await readStart(path);
    return { path, isFolder: isDirectory, start };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw describeFileError(error, path, "read");
    throw new Error(
      `there are no data at "${path}": give auto, imdb, sample, or the path of an archive or folder`,
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
