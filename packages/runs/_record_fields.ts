// The shapes of a record's fields that every version has, and the checks that all of them share.
import { z } from "zod";
import { chosenEpochs } from "./epoch_rows.ts";
import type { EpochRow, JsonValue } from "./run_record.ts";

export const count = z.int().min(0);
export const atLeastOne = z.int().min(1);
export const share = z.number().min(0).max(1);
export const notNegative = z.number().min(0);
export const name = z.string().min(1);
export const time = z.iso.datetime();
export const fingerprint = z.string().regex(
  /^[0-9a-f]{64}$/,
  "expected 64 hexadecimal digits (SHA-256)",
);

export const json: z.ZodType<JsonValue> = z.json();
const section = z.record(z.string(), json);

export const configuration = z.object({
  name: name.exactOptional(),
  model: z.object({ architecture: name }).catchall(json),
  data: section,
  optimizer: section,
  training: z.object({ epochs: atLeastOne, batchSize: atLeastOne }).catchall(json),
});

export const layer = z.looseObject({
  name,
  type: name,
  outputShape: z.array(count.nullable()),
  parameterCount: count,
});

/** The fields of a record that are the same in every version. */
export const commonFields = {
  id: name,
  status: z.enum(["running", "completed", "interrupted", "failed"]),
  error: z.string().exactOptional(),
  command: z.string(),
  startedAt: time,
  finishedAt: time.exactOptional(),
  configuration,
  model: z.looseObject({ architecture: name, parameterCount: count, layers: z.array(layer) }),
  tokenizer: z.looseObject({ kind: name, vocabSize: atLeastOne, fingerprint }),
  optimizer: z.object({ name, learningRate: notNegative }).catchall(json),
  seeds: z.record(z.string(), z.int()),
  machine: z.looseObject({
    cpuModel: z.string(),
    logicalCores: count,
    operatingSystem: z.string(),
  }),
  peakMemoryBytes: count,
  versions: z.looseObject({ deno: z.string(), tfjs: z.string(), sluice: z.string() }),
  initialization: z.record(z.string(), z.string()),
  finalEpoch: atLeastOne.exactOptional(),
  bestEpoch: atLeastOne.exactOptional(),
  selectedEpoch: atLeastOne.exactOptional(),
};

/** The fields of an epoch's row that are the same in every version. */
export const commonRowFields = {
  epoch: atLeastOne,
  trainSeconds: notNegative,
  testSeconds: notNegative,
  validationSeconds: notNegative.exactOptional(),
  trainTokens: count,
  tokensPerSecond: notNegative,
  steps: count,
};

/** The fields of an ablation that are the same in every version. */
export const commonAblationFields = {
  gate: z.enum(["input", "forget", "output"]),
  heldAt: share,
  loss: notNegative,
  accuracy: share,
};

/** The fields of a data set that are the same in every version. */
export const commonDataFields = {
  name,
  location: z.string(),
  fingerprint,
  notice: z.string().exactOptional(),
  skippedRows: atLeastOne.exactOptional(),
  maxLength: atLeastOne,
};

/** Checks that rows are those of epoch 1, 2, 3, ... */
export function checkOrder(
  rows: readonly { epoch: number }[],
  context: {
    addIssue: (
      issue: { code: "custom"; path: number[] | [number, string]; message: string },
    ) => void;
  },
): void {
  rows.forEach((row, index) => {
    if (row.epoch === index + 1) return;
    context.addIssue({
      code: "custom",
      path: [index, "epoch"],
      message: `expected epoch ${index + 1}: epochs are in order and without gaps`,
    });
  });
}

/** Checks the numbers of the epochs that count, and that a completed run has one. */
export function checkChosen(
  record: { status: string; finalEpoch?: number; bestEpoch?: number; selectedEpoch?: number },
  rows: readonly EpochRow[],
  context: { addIssue: (issue: { code: "custom"; path: string[]; message: string }) => void },
): void {
  const chosen = chosenEpochs(rows);
  for (const field of ["finalEpoch", "bestEpoch", "selectedEpoch"] as const) {
    if (record[field] !== chosen[field]) {
      const message = `expected ${chosen[field] ?? "none"}, going by the epochs`;
      context.addIssue({ code: "custom", path: [field], message });
    }
  }
  if (record.status === "completed" && rows.length === 0) {
    const message = "expected at least one epoch of a completed run";
    context.addIssue({ code: "custom", path: ["epochs"], message });
  }
}
