// Reading a run's record from its file.
import { parseRunRecordText } from "./parse_run_record.ts";
import { readText } from "./_read_text.ts";
import type { RunRecord } from "./run_record.ts";

/**
 * Reads a run record from a file.
 *
 * @param path The path of a `run.json`.
 * @param where What error messages call it; the path unless given.
 * @throws {Error} One line: which file, which field, and what was expected.
 */
export async function readRunRecord(path: string, where = path): Promise<RunRecord> {
  return parseRunRecordText(await readText(path, where), where);
}
