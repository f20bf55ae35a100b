// Version 1 of the run record, which knew two classes, negative and positive, of film reviews: its shape,
// and the same record as version 2. It is read for ever.
import { checkSchema } from "./check_schema.ts";
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
import type { EpochRow, RunConfiguration, RunRecord } from "./run_record.ts";
import type { Schema } from "./schema.ts";

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
  ...commonRowFields,
  trainLoss: notNegative,
  trainAccuracy: share,
  testLoss: notNegative,
  testAccuracy: share,
  validationLoss: notNegative.exactOptional(),
  validationAccuracy: share.exactOptional(),
});

const epochs = z.array(epochRow).superRefine(checkOrder);

const ablation = z.looseObject({
  ...commonAblationFields,
});

const record1 = z.looseObject({
  version: z.literal(1),
  ...commonFields,
  data: z.looseObject({
    ...commonDataFields,
    train: split,
    validation: split.exactOptional(),
    test: split,
  }),
  device: z.looseObject({
    device: name,
    backend: name,
    threads: atLeastOne,
    simd: z.string(),
    vectorBits: atLeastOne.exactOptional(),
  }),
  epochs,
  ablations: z.array(ablation).exactOptional(),
});

/** The rows of epochs as version 1 had them, as version 2 has them; undefined where they are not valid. */
export function upgradeEpochRows(rows: unknown): EpochRow[] | undefined {
  const checked = checkSchema(epochs, rows);
  return checked.success ? checked.data.map(upgradeRow) : undefined;
}

/** A run record, version 1. */
export type RunRecord1 = z.infer<typeof record1>;

/** The schema of a run record, version 1. Fields that it does not know are kept. */
export const runRecordSchema1: Schema<RunRecord1> = record1.superRefine((record, context) => {
  checkChosen(record, record.epochs.map(upgradeRow), context);
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
