/**
 * The run whose times tell how quick a configuration is: what `compare` and the report show.
 *
 * @module
 */
import { epochSeconds } from "./epoch_seconds.ts";
import type { RunRecord } from "./run_record.ts";

/**
 * The quickest of some runs of the same configuration, by the median of its epochs, the first of equals;
 * undefined where no epoch of any has ended. What else a machine does makes runs slower, and nothing makes
 * one quicker than it is.
 */
export function quickestRun<Record extends Pick<RunRecord, "epochs">>(
  records: readonly Record[],
): Record | undefined {
  let quickest: Record | undefined;
  for (const record of records) {
    if (record.epochs.length === 0) continue;
    if (quickest === undefined || epochSeconds(record) < epochSeconds(quickest)) quickest = record;
  }
  return quickest;
}
