// Reading a run's predictions from their file.
import { gunzip } from "@sluice/files";
import { basename, dirname } from "node:path";
import { parsePredictions, type Prediction } from "./predictions.ts";
import { readRunFile } from "./read_run_file.ts";
import type { RunFile } from "./run_storage.ts";

/**
 * Reads a `predictions.jsonl`, or, where there is none, the `predictions.jsonl.gz` beside it.
 *
 * @param path The path of the file.
 * @param where What error messages call it; the path unless given.
 * @throws {Error} One line: which file, which line, which field, and what was expected.
 */
export async function readPredictions(path: string, where = path): Promise<Prediction[]> {
  const folder = dirname(path);
  const file = basename(path) as RunFile;
  const plain = await readRunFile(folder, file, { where });
  if (plain !== undefined) return parsePredictions(new TextDecoder().decode(plain), where);
  const compressed = await readRunFile(folder, `${file}.gz`, { where: `${where}.gz` });
  if (compressed === undefined) throw new Error(`${where}: no such file`);
  const bytes = await gunzip(compressed, { limit: "predictions", where: `${where}.gz` });
  return parsePredictions(new TextDecoder().decode(bytes), where);
}
