// Version 1 of the run record, which knew two classes, negative and positive, of film reviews: its shape,
// and the same record as version 2. It is read for ever.
import { z } from "zod";
import { chosenEpochs } from "./epoch_rows.ts";
import type { EpochRow, JsonValue, RunConfiguration, RunRecord } from "./run_record.ts";
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
  negative: count,
  positive: count,
  empty: count,
  tokens: count,
  fingerprint: fingerprint.exactOptional(),
}).refine((split) => split.negative + split.positive === split.examples, {
  message: "expected as many examples as negative and positive ones together",
});

const epochRow = z.looseObject({
  epoch: atLeastOne,
  trainLoss: notNegative,
  trainAccuracy: share,
  testLoss: notNegative,
  testAccuracy: share,
  validationLoss: notNegative.exactOptional(),
  validationAccuracy: share.exactOptional(),
  trainSeconds: notNegative,
  testSeconds: notNegative,
  validationSeconds: notNegative.exactOptional(),
  trainTokens: count,
  tokensPerSecond: notNegative,
  steps: count,
});

const epochs = z.array(epochRow).superRefine((rows, context) => {
  rows.forEach((row, index) => {
    if (row.epoch !== index + 1) {
      context.addIssue({
        code: "custom",
        path: [index, "epoch"],
        message: `expected epoch ${index + 1}: epochs are in order and without gaps`,
      });
    }
  });
});

const ablation = z.looseObject({
  gate: z.enum(["input", "forget", "output"]),
  heldAt: share,
  loss: notNegative,
  accuracy: share,
});

const record1 = z.looseObject({
  version: z.literal(1),
  id: name,
  status: z.enum(["running", "completed", "interrupted", "failed"]),
  error: z.string().exactOptional(),
  command: z.string(),
  startedAt: time,
  finishedAt: time.exactOptional(),
  configuration,
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
  device: z.looseObject({
    device: name,
    backend: name,
    threads: atLeastOne,
    simd: z.string(),
    vectorBits: atLeastOne.exactOptional(),
  }),
  machine: z.looseObject({
    cpuModel: z.string(),
    logicalCores: count,
    operatingSystem: z.string(),
  }),
  peakMemoryBytes: count,
  versions: z.looseObject({ deno: z.string(), tfjs: z.string(), sluice: z.string() }),
  initialization: z.record(z.string(), z.string()),
  epochs,
  finalEpoch: atLeastOne.exactOptional(),
  bestEpoch: atLeastOne.exactOptional(),
  selectedEpoch: atLeastOne.exactOptional(),
  ablations: z.array(ablation).exactOptional(),
});

/** The rows of epochs as version 1 had them, as version 2 has them; undefined where they are not valid. */
export function upgradeEpochRows(rows: unknown): EpochRow[] | undefined {
  const checked = epochs.safeParse(rows);
  return checked.success ? checked.data.map(upgradeRow) : undefined;
}

/** A run record, version 1. */
export type RunRecord1 = z.infer<typeof record1>;

/** The schema of a run record, version 1. Fields that it does not know are kept. */
export const runRecordSchema1: Schema<RunRecord1> = record1.superRefine((record, context) => {
  const chosen = chosenEpochs(record.epochs.map(upgradeRow));
  for (const field of ["finalEpoch", "bestEpoch", "selectedEpoch"] as const) {
    if (record[field] !== chosen[field]) {
      const message = `expected ${chosen[field] ?? "none"}, going by the epochs`;
      context.addIssue({ code: "custom", path: [field], message });
    }
  }
  if (record.status === "completed" && record.epochs.length === 0) {
    const message = "expected at least one epoch of a completed run";
    context.addIssue({ code: "custom", path: ["epochs"], message });
  }
});

/** The labels of every data set that version 1 knew. */
const LABELS = ["negative", "positive"];

/** The data sets that version 1 knew by name, whose classes are equally large. */
const BALANCED = new Set(["imdb", "sample"]);

/** A record of version 1 as version 2 has it. */
export function upgradeVersion1(record: RunRecord1): RunRecord {
  const { data, device, epochs, configuration, ...rest } = record;
  const { train, validation, test } = data;
  return {
    ...rest,
    version: 2,
    configuration: upgradeConfiguration(configuration, data.name),
    task: { kind: "classification", labels: [...LABELS] },
    data: {
      ...data,
      train: upgradeSplit(train),
      ...(validation === undefined ? {} : { validation: upgradeSplit(validation) }),
      test: upgradeSplit(test),
    },
    device: { ...device, device: "cpu" },
    epochs: epochs.map(upgradeRow),
  } as RunRecord;
}

/**
 * Version 1 drew as many examples of each class, which is the same as drawing them by their share where
 * all is taken, or classes are equally large.
 */
function upgradeConfiguration(
  configuration: RunRecord1["configuration"],
  dataSet: string,
): RunConfiguration {
  const { data } = configuration;
  const isAll = data["trainSize"] === undefined && data["testSize"] === undefined &&
    !data["validationShare"];
  const sampling = isAll || BALANCED.has(dataSet) ? "stratified" : "balanced";
  return {
    ...configuration,
    data: { ...data, labels: "sentiment", sampling },
  } as RunConfiguration;
}

function upgradeSplit({ negative, positive, ...rest }: RunRecord1["data"]["test"]) {
  return { ...rest, classes: [negative, positive] };
}

function upgradeRow(row: RunRecord1["epochs"][number]): EpochRow {
  const {
    trainLoss,
    trainAccuracy,
    testLoss,
    testAccuracy,
    validationLoss,
    validationAccuracy,
    ...rest
  } = row;
  return {
    ...rest,
    train: { loss: trainLoss, accuracy: trainAccuracy },
    test: { loss: testLoss, accuracy: testAccuracy },
    ...(validationLoss === undefined || validationAccuracy === undefined
      ? {}
      : { validation: { loss: validationLoss, accuracy: validationAccuracy } }),
  } as EpochRow;
}
