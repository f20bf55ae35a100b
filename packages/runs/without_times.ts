// What is left of a run record when all that may differ between identical runs is set aside.
import type { RunRecord } from "./run_record.ts";

/**
 * A copy of a run record without what differs between two runs of the same command on the same
 * machine: `id`, `command`, `startedAt`, `finishedAt`, `peakMemoryBytes`, `data.location`,
 * `device.vectorBits`, which is measured, and in each epoch `trainSeconds`, `testSeconds`,
 * `validationSeconds` and `tokensPerSecond`. What is left is equal for equal commands with equal seeds.
 */
export function withoutTimes(record: RunRecord): Record<string, unknown> {
  const {
    id: _id,
    command: _command,
    startedAt: _startedAt,
    finishedAt: _finishedAt,
    peakMemoryBytes: _peakMemoryBytes,
    data: { location: _location, ...data },
    device: { vectorBits: _vectorBits, ...device },
    epochs,
    ...rest
  } = record as RunRecord & { device: { vectorBits?: number } };
  return {
    ...rest,
    data,
    device,
    epochs: epochs.map(
      ({ trainSeconds: _1, testSeconds: _2, validationSeconds: _3, tokensPerSecond: _4, ...row }) =>
        row,
    ),
  };
}
