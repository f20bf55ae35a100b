// The shape of a run record, version 2, checked on reading and before it is written. run_record.ts says
// what each field means.
import { z } from "zod";
import { chosenEpochs } from "./epoch_rows.ts";
import type { EpochRow, JsonValue, RunRecord } from "./run_record.ts";
import type { Schema } from "./schema.ts";

const count = z.int().min(0);
const atLeastOne = z.int().min(1);
const share = z.number().min(0).max(1);
const notNegative = z.number().min(0);
const name = z.string().min(1);
const time = z.iso.datetime();
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits (SHA-256)");

const json: z.ZodType<JsonValue> = z.json();
const section = z.record(z.string(), json);

const configuration = z.object({
  name: name.exactOptional(),
  model: z.object({ architecture: name }).catchall(json),
  data: section,
  optimizer: section,
  training: z.object({ epochs: atLeastOne, batchSize: atLeastOne }).catchall(json),
});

const layer = z.looseObject({
  name,
  type: name,
  outputShape: z.array(count.nullable()),
  parameterCount: count,
});

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
  epoch: atLeastOne,
  train: metrics,
  test: metrics,
  validation: metrics.exactOptional(),
  trainSeconds: notNegative,
  testSeconds: notNegative,
  validationSeconds: notNegative.exactOptional(),
  trainTokens: count,
  tokensPerSecond: notNegative,
  steps: count,
});

/** The rows of a record's epochs, in order and without gaps. */
export const epochRowsSchema: z.ZodType<EpochRow[]> = z.array(epochRow).superRefine(
  (rows, context) => {
    rows.forEach((row, index) => {
      if (row.epoch !== index + 1) {
        context.addIssue({
          code: "custom",
          path: [index, "epoch"],
          message: `expected epoch ${index + 1}: epochs are in order and without gaps`,
        });
      }
    });
  },
);

const ablation = z.looseObject({
  gate: z.enum(["input", "forget", "output"]),
  heldAt: share,
  loss: notNegative,
  accuracy: share,
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
  id: name,
  status: z.enum(["running", "completed", "interrupted", "failed"]),
  error: z.string().exactOptional(),
  command: z.string(),
  startedAt: time,
  finishedAt: time.exactOptional(),
  configuration,
  task: z.looseObject({ kind: z.literal("classification"), labels: z.array(name).min(2) }),
  model: z.looseObject({ architecture: name, parameterCount: count, layers: z.array(layer) }),
  data: z.looseObject({
    name,
    location: z.string(),
    fingerprint,
    notice: z.string().exactOptional(),
    maxLength: atLeastOne,
    train: split,
    validation: split.exactOptional(),
    test: split,
  }),
  tokenizer: z.looseObject({ kind: name, vocabSize: atLeastOne, fingerprint }),
  optimizer: z.object({ name, learningRate: notNegative }).catchall(json),
  seeds: z.record(z.string(), z.int()),
  device,
  machine: z.looseObject({
    cpuModel: z.string(),
    logicalCores: count,
    operatingSystem: z.string(),
  }),
  peakMemoryBytes: count,
  versions: z.looseObject({ deno: z.string(), tfjs: z.string(), sluice: z.string() }),
  initialization: z.record(z.string(), z.string()),
  epochs: epochRowsSchema,
  finalEpoch: atLeastOne.exactOptional(),
  bestEpoch: atLeastOne.exactOptional(),
  selectedEpoch: atLeastOne.exactOptional(),
  ablations: z.array(ablation).exactOptional(),
}).superRefine((record, context) => {
  const chosen = chosenEpochs(record.epochs);
  for (const field of ["finalEpoch", "bestEpoch", "selectedEpoch"] as const) {
    if (record[field] !== chosen[field]) {
      const message = `expected ${chosen[field] ?? "none"}, going by the epochs`;
      context.addIssue({ code: "custom", path: [field], message });
    }
  }
  for (const part of ["train", "validation", "test"] as const) {
    const classes = record.data[part]?.classes.length ?? record.task.labels.length;
    if (classes !== record.task.labels.length) {
      const message = `expected a count for each of the ${record.task.labels.length} labels`;
      context.addIssue({ code: "custom", path: ["data", part, "classes"], message });
    }
  }
  if (record.status === "completed" && record.epochs.length === 0) {
    const message = "expected at least one epoch of a completed run";
    context.addIssue({ code: "custom", path: ["epochs"], message });
  }
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
