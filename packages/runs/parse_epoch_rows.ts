// Rows of epochs that are kept outside a record, in a checkpoint.
import { checkSchema } from "./check_schema.ts";
import { epochRowsSchema } from "./_run_record_schema.ts";
import { upgradeEpochRows } from "./_version_1.ts";
import type { EpochRow } from "./run_record.ts";

/**
 * Checks the rows of epochs.
 *
 * @param rows The rows, as `JSON.parse` gives them.
 * @param version The version of the record that they are of.
 * @returns The rows as version 2 has them; undefined where they are not valid.
 */
export function parseEpochRows(rows: unknown, version: 1 | 2): EpochRow[] | undefined {
  if (version === 1) return upgradeEpochRows(rows);
  const checked = checkSchema(epochRowsSchema, rows);
  return checked.success ? checked.data : undefined;
}
