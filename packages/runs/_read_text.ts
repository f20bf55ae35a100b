// Reads a text file of a run, with one-line errors that name it as the caller does.
import { basename, dirname } from "node:path";
import { readRunFile } from "./read_run_file.ts";
import type { RunFile } from "./run_storage.ts";

/** The text of a file of a run, as it was last published. */
export async function readText(path: string, where: string): Promise<string> {
  const bytes = await readRunFile(dirname(path), basename(path) as RunFile, { where });
  if (bytes === undefined) throw new Error(`${where}: no such file`);
  return new TextDecoder().decode(bytes);
}
