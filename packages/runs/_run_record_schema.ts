// The shape of a run record, version 2, checked on reading and before it is written. run_record.ts says
// what each field means.
import { z } from "zod";
import {
  atLeastOne,
  checkChosen,
  checkOrder,
  commonAblationFields,
  commonDataFields,
  commonFields,
  commonRowFields,
  count,
  fingerprint,
  name,
  notNegative,
  share,
} from "./_record_fields.ts";
import type { EpochRow, RunRecord } from "./run_record.ts";
import type { Schema } from "./schema.ts";

const split = z.looseObject({
  examples: count,
  classes: z.array(count).min(2),
  empty: count,
  tokens: count,
  fingerprint: fingerprint.exactOptional(),
}).refine((split) => sum(split.classes) === split.examples, {
  message: "expected as many examples as there are of all classes together",
});

const metrics = z.object({ loss: notNegative, accuracy: share, macroF1: share.exactOptional() })
  .catchall(z.number());

const epochRow = z.looseObject({
  ...commonRowFields,
  train: metrics,
  test: metrics,
  validation: metrics.exactOptional(),
});

/** The rows of a record's epochs, in order and without gaps. */
export const epochRowsSchema: z.ZodType<EpochRow[]> = z.array(epochRow).superRefine(checkOrder);

const ablation = z.looseObject({
  ...commonAblationFields,
  macroF1: share.exactOptional(),
});

const device = z.discriminatedUnion("device", [
  z.looseObject({
    device: z.literal("cpu"),
    backend: name,
    threads: atLeastOne,
    simd: z.string(),
    vectorBits: atLeastOne.exactOptional(),
  }),
  z.looseObject({ device: z.literal("webgpu"), backend: name, adapter: z.string() }),
  z.looseObject({ device: z.literal("tensorflow"), backend: name, library: z.string() }),
], "expected cpu, webgpu or tensorflow");

/**
 * The schema of a run record, version 2. Fields that it does not know are kept, so that a record
 * passes through unchanged.
 */
export const runRecordSchema: Schema<RunRecord> = z.looseObject({
  version: z.literal(2),
  ...commonFields,
  task: z.looseObject({ kind: z.literal("classification"), labels: z.array(name).min(2) }),
  data: z.looseObject({
    ...commonDataFields,
    train: split,
    validation: split.exactOptional(),
    test: split,
  }),
  device,
  epochs: epochRowsSchema,
  ablations: z.array(ablation).exactOptional(),
}).superRefine((record, context) => {
  checkChosen(record, record.epochs, context);
  for (const part of ["train", "validation", "test"] as const) {
    const classes = record.data[part]?.classes.length ?? record.task.labels.length;
    if (classes !== record.task.labels.length) {
      const message = `expected a count for each of the ${record.task.labels.length} labels`;
      context.addIssue({ code: "custom", path: ["data", part, "classes"], message });
    }
  }
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
