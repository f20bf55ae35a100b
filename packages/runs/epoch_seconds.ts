/**
 * How long an epoch of training takes.
 *
 * @module
 */
import type { RunRecord } from "./run_record.ts";

/** Seconds of training an epoch of a run: the median over its epochs; NaN where none has ended. */
export function epochSeconds({ epochs }: Pick<RunRecord, "epochs">): number {
  const seconds = epochs.map(({ trainSeconds }) => trainSeconds).sort((one, other) => one - other);
  const middle = seconds.length >> 1;
  return seconds.length === 0
    ? NaN
    : seconds.length % 2 === 1
    ? seconds[middle]!
    : (seconds[middle - 1]! + seconds[middle]!) / 2;
}
