import { assertEquals, assertNotEquals } from "@std/assert";
import { exampleEpochRow, exampleRunRecord } from "./_example_run_record.ts";
import type { CpuSummary } from "./run_record.ts";
import { withoutTimes } from "./without_times.ts";

Deno.test("withoutTimes() leaves equal what two runs of one command must share", () => {
  const record = exampleRunRecord();
  const again = exampleRunRecord({
    id: "lstm-2",
    command: "deno task train lstm --runs elsewhere",
    startedAt: "2027-01-02T03:04:05.678Z",
    peakMemoryBytes: 1,
    data: { ...record.data, location: "elsewhere" },
    device: { ...record.device as CpuSummary, vectorBits: 128 },
    epochs: record.epochs.map((row) => ({
      ...row,
      trainSeconds: 1,
      testSeconds: 2,
      validationSeconds: 3,
      tokensPerSecond: 4,
    })),
  });
  assertEquals(withoutTimes(again), withoutTimes(record));
});

Deno.test("withoutTimes() keeps results, and leaves the record alone", () => {
  const record = exampleRunRecord();
  const other = exampleRunRecord({ epochs: [...record.epochs.slice(0, 2), exampleEpochRow(3, 1)] });
  assertNotEquals(withoutTimes(other), withoutTimes(record));
  assertEquals(record, exampleRunRecord());
});
