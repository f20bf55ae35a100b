/**
 * Checking run records, of every version.
 *
 * ```ts
 * import { parseRunRecord } from "@sluice/runs";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => parseRunRecord({ version: 99 }, "runs/a/run.json"),
 *   Error,
 *   "runs/a/run.json: version 99 of the run record is not known",
 * );
 * ```
 *
 * @module
 */
import { checkSchema, describeIssue, oneLine } from "./check_schema.ts";
import { RUN_RECORD_VERSION, type RunRecord } from "./run_record.ts";
import { runRecordSchema } from "./_run_record_schema.ts";
import { runRecordSchema1, upgradeVersion1 } from "./_version_1.ts";
import type { Schema } from "./schema.ts";

/**
 * Checks that a value is a run record of a version that is known, and returns it as one of version 2.
 *
 * @param json The value, as `JSON.parse` gives it.
 * @param where Where it comes from, for the error message: a path.
 * @throws {Error} One line: where, which field, and what was expected.
 */
export function parseRunRecord(json: unknown, where: string): RunRecord {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new Error(`${where}: not a run record: expected a JSON object`);
  }
  const version: unknown = "version" in json ? json.version : undefined;
  if (version === 1) return upgradeVersion1(check(runRecordSchema1, json, where));
  if (version !== RUN_RECORD_VERSION) {
    throw new Error(
      version === undefined
        ? `${where}: not a run record: its version is missing`
        : `${where}: version ${
          oneLine(String(JSON.stringify(version)))
        } of the run record is not ` +
          `known; this Sluice reads versions 1 to ${RUN_RECORD_VERSION}`,
    );
  }
  return check(runRecordSchema, json, where);
}

function check<T>(schema: Schema<T>, json: unknown, where: string): T {
  const result = checkSchema(schema, json);
  if (!result.success) throw new Error(`${where}: ${describeIssue(result.error)}`);
  return result.data;
}

/**
 * Checks that a text is a run record in JSON, and returns the record.
 *
 * @throws {Error} One line: where, which field, and what was expected.
 */
export function parseRunRecordText(text: string, where: string): RunRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const reason = text.trim() === "" ? "it is empty" : "is it cut short?";
    throw new Error(`${where}: not valid JSON (${reason})`, { cause: error });
  }
  return parseRunRecord(json, where);
}
