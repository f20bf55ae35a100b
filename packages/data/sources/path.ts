/**
 * Examples that a user has in a file or folder.
 * @module
 */
import { findPath } from "../formats/find_path.ts";
import { FORMATS } from "../formats/formats.ts";
import { rows } from "../formats/rows.ts";
import type { ReadOptions, TableOptions } from "../formats/format.ts";
import type { Splits } from "../formats/splits.ts";

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
  const found = await findPath(path);
  for (const format of FORMATS) {
    if (!format.recognises(found)) continue;
    if (format !== rows) refuseTable(path, options.table);
    return { format: format.name, splits: await format.read(found, options) };
  }
  if (found.start.length === 0) throw new Error(`${path} is an empty file, not one with examples`);
  const start = new TextDecoder("latin1").decode(found.start);
  const kind = OTHER_FILES.find(([bytes]) => start.startsWith(bytes))?.[1] ??
    "of no kind that can be read";
  throw new Error(
    `${path} is ${kind}: expected a .tar.gz file, a folder, or rows as .csv, .tsv, .jsonl or .json`,
  );
}

/**
 * Refuses options of tables for what is none.
 *
 * @throws {Error} Where one is given.
 */
export function refuseTable(spec: string, table: TableOptions = {}): void {
  const { seed: _, ...given } = table;
  const [name] = Object.keys(given);
  if (name === undefined) return;
  const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new Error(`--${flag} goes with a file of rows (.csv, .jsonl, ...), which ${spec} is not`);
}
