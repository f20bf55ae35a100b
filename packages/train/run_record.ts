/**
 * The record of a training run: what `runs/<id>/run.json` holds. Everything that a comparison of runs
 * needs is in it, so that a report can be made from records alone, without TensorFlow and without
 * the weights.
 *
 * The training loop writes the record when the model has been built, again after every epoch, and
 * a last time when the run ends. Predictions on the test reviews lie beside it, see
 * {@linkcode Prediction}.
 *
 * ```ts
 * import { parseRunRecord } from "@sluice/train/run_record";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => parseRunRecord({ version: 99 }, "runs/a/run.json"),
 *   Error,
 *   "runs/a/run.json: version 99 of the run record is not known",
 * );
 * ```
 *
 * @module
 */
import { runRecordSchema } from "./run_record_schema.ts";
import { describeIssue } from "./_describe_issue.ts";
import { readText } from "./_read_text.ts";

export { describeIssue } from "./_describe_issue.ts";
export { configurationKey } from "./configuration_key.ts";
export {
  formatPredictions,
  parsePredictions,
  type Prediction,
  predictionSchema,
  readPredictions,
} from "./predictions.ts";
export { bestRow, chosenEpochs, finalRow, selectedRow } from "./epoch_rows.ts";
export { runRecordSchema } from "./run_record_schema.ts";
export type { Schema, SchemaError, SchemaResult } from "./schema.ts";
export { withoutTimes } from "./without_times.ts";

/** The version of the record that this package writes, and the only one that it reads. */
export const RUN_RECORD_VERSION = 1;

/** Any value that JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Options by name, as they were in force: flags over the YAML file over the defaults. */
export interface ConfigurationSection {
  /** An option's value. */
  readonly [option: string]: JsonValue;
}

/**
 * How a run stands. `running` is also what a killed run leaves behind; `interrupted` was stopped on
 * request and can be resumed; `failed` ended in an error.
 */
export type RunStatus = "running" | "completed" | "interrupted" | "failed";

/** The record of one training run, version 1. */
export interface RunRecord {
  /** The version of this layout: 1. */
  version: 1;
  /** The name of the run, and of its folder. */
  id: string;
  /** How the run stands. */
  status: RunStatus;
  /** The error message of a failed run, in one line. */
  error?: string;
  /** The command line that started the run. */
  command: string;
  /** When the run started, ISO 8601 in UTC. */
  startedAt: string;
  /** When the run ended, however it ended; ISO 8601 in UTC. Missing while it is running. */
  finishedAt?: string;
  /** The options in force. */
  configuration: RunConfiguration;
  /** The model that was trained. */
  model: ModelSummary;
  /** What it was trained and tested on. */
  data: DataSummary;
  /** What cut the reviews into tokens. */
  tokenizer: TokenizerSummary;
  /** What updated the weights. */
  optimizer: OptimizerSummary;
  /** Seeds by what they decide, for example `{ data: 1, model: 1, training: 1 }`; whole numbers. */
  seeds: Record<string, number>;
  /** What computed. */
  device: DeviceSummary;
  /** The machine it computed on. */
  machine: MachineSummary;
  /** The largest resident memory of the process so far, in bytes. */
  peakMemoryBytes: number;
  /** Versions by name. */
  versions: VersionSummary;
  /** How weights were drawn, by kind of weight: `{ embedding: "uniform(-0.05, 0.05)", ... }`. */
  initialization: Record<string, string>;
  /** One row an epoch, in order, from epoch 1 on without gaps. */
  epochs: EpochRow[];
  /**
   * The number of the last epoch that ended. Missing as long as none has. {@linkcode chosenEpochs}
   * gives this field and the next two.
   */
  finalEpoch?: number;
  /**
   * The number of the epoch with the highest test accuracy, the first of equals. Chosen by looking at
   * the test reviews, so it flatters the model.
   */
  bestEpoch?: number;
  /**
   * The number of the epoch with the highest validation accuracy, the first of equals. Missing
   * where no reviews were held out for validation.
   */
  selectedEpoch?: number;
  /** What the trained model does with a gate held open, where that was tried. */
  ablations?: Ablation[];
}

/**
 * The options in force, in the sections of the YAML file. Only options that can change a result belong
 * here: how many threads, where runs are kept and how progress is shown do not.
 */
export interface RunConfiguration {
  /** The recipe's name for this row of a comparison, for example `lstm-2-layers`. */
  name?: string;
  /** The model: `architecture` (`lstm`, `cnn`, ...) and its options. */
  model: ConfigurationSection & { readonly architecture: string };
  /** The data: which, how many, how they are cut. */
  data: ConfigurationSection;
  /** The optimizer: `name`, `learningRate`, ... */
  optimizer: ConfigurationSection;
  /** The loop: `epochs`, `batchSize`, ... */
  training: ConfigurationSection & { readonly epochs: number; readonly batchSize: number };
}

/** The model that was trained. */
export interface ModelSummary {
  /** The name that the model goes by in the zoo: `bow`, `cnn`, `rnn`, `gru`, `lstm`. */
  architecture: string;
  /** The number of trained weights. */
  parameterCount: number;
  /** The layers, from the input on. */
  layers: LayerSummary[];
}

/** One layer of a model. */
export interface LayerSummary {
  /** The layer's own name, unique in the model. */
  name: string;
  /** The kind of layer, for example `LSTM`. */
  type: string;
  /** The shape of its output; null stands for a size that differs between batches. */
  outputShape: (number | null)[];
  /** The number of its weights. */
  parameterCount: number;
}

/** What a model was trained and tested on. */
export interface DataSummary {
  /** The name of the data set: `imdb`, `sample`, `folder`, ... */
  name: string;
  /** Where it was read from: a path, a URL, or words for what is built in. */
  location: string;
  /** The SHA-256 of the whole data set as read, in hexadecimal. */
  fingerprint: string;
  /** What a reader must know about the data, for example that it stands in for another set. */
  notice?: string;
  /** The most tokens of a review that the model reads; longer ones are cut. */
  maxLength: number;
  /** The reviews trained on. */
  train: SplitSummary;
  /** The training reviews held out to choose an epoch; not trained on. */
  validation?: SplitSummary;
  /** The reviews tested on. */
  test: SplitSummary;
}

/** One part of the data, as the model saw it. */
export interface SplitSummary {
  /** The number of reviews. */
  examples: number;
  /** How many of them are negative (label 0). */
  negative: number;
  /** How many of them are positive (label 1). */
  positive: number;
  /** How many of them are empty once cleaned. */
  empty: number;
  /** The number of their tokens, cut to the maximal length. */
  tokens: number;
  /** The SHA-256 of these very reviews, in hexadecimal. */
  fingerprint?: string;
}

/** What cut the reviews into tokens. */
export interface TokenizerSummary {
  /** The kind of tokenizer, for example `byte-level-bpe`. */
  kind: string;
  /** The number of different tokens, special ones included. */
  vocabSize: number;
  /** The SHA-256 of its `tokenizer.json`, in hexadecimal. */
  fingerprint: string;
}

/** What updated the weights: its name, its learning rate, and its other numbers by name. */
export interface OptimizerSummary {
  /** The name, for example `adam`. */
  name: string;
  /** The learning rate at the start. */
  learningRate: number;
  /** Its other options, for example `beta1`. */
  [option: string]: JsonValue;
}

/** What computed. */
export interface DeviceSummary {
  /** The device as asked for: `cpu`, `webgpu`, `cuda`. */
  device: string;
  /** The TensorFlow.js backend. */
  backend: string;
  /** The number of threads. */
  threads: number;
  /** The SIMD instructions in use: `relaxed`, `fixed`, or the name of what another device has. */
  simd: string;
  /** Bits of the vectors that products are computed with, 128 or 256; results are the same. */
  vectorBits?: number;
}

/** The machine that computed. */
export interface MachineSummary {
  /** The processor's name, for example `AMD EPYC 9B14`. */
  cpuModel: string;
  /** The number of logical processors. */
  logicalCores: number;
  /** The operating system, for example `linux`. */
  operatingSystem: string;
}

/** Versions of what computed. */
export interface VersionSummary {
  /** The version of Deno. */
  deno: string;
  /** The version of TensorFlow.js. */
  tfjs: string;
  /** The version of Sluice. */
  sluice: string;
}

/** One epoch: once through the training reviews, then once through the test reviews. */
export interface EpochRow {
  /** The number of the epoch, from 1. */
  epoch: number;
  /** The mean binary cross-entropy over the training reviews, in nats, while they were trained on. */
  trainLoss: number;
  /** The share of training reviews labelled rightly while they were trained on, 0 to 1. */
  trainAccuracy: number;
  /** The mean binary cross-entropy over the test reviews at the end of the epoch, in nats. */
  testLoss: number;
  /** The share of test reviews labelled rightly at the end of the epoch, 0 to 1. */
  testAccuracy: number;
  /** The mean binary cross-entropy over the held-out training reviews, in nats. */
  validationLoss?: number;
  /** The share of held-out training reviews labelled rightly, 0 to 1. */
  validationAccuracy?: number;
  /** Seconds spent on training. */
  trainSeconds: number;
  /** Seconds spent on testing. */
  testSeconds: number;
  /** Seconds spent on the held-out reviews. */
  validationSeconds?: number;
  /** The tokens trained on, without padding. */
  trainTokens: number;
  /** Training tokens a second. */
  tokensPerSecond: number;
  /** The number of batches trained on. */
  steps: number;
}

/** The trained model tested with one gate of its LSTM held at a constant. */
export interface Ablation {
  /** The gate. */
  gate: "input" | "forget" | "output";
  /** The constant, 0 to 1. */
  heldAt: number;
  /** The mean binary cross-entropy over the test reviews, in nats. */
  loss: number;
  /** The share of test reviews labelled rightly, 0 to 1. */
  accuracy: number;
}

/**
 * Checks that a value is a run record of a version that is known, and returns it.
 *
 * @param json The value, as `JSON.parse` gives it.
 * @param where Where it comes from, for the error message: a path.
 * @throws {Error} One line: where, which field, and what was expected.
 */
export function parseRunRecord(json: unknown, where: string): RunRecord {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new Error(`${where}: not a run record: expected a JSON object`);
  }
  const version: unknown = "version" in json ? json.version : undefined;
  if (version !== RUN_RECORD_VERSION) {
    throw new Error(
      version === undefined
        ? `${where}: not a run record: its version is missing`
        : `${where}: version ${JSON.stringify(version)} of the run record is not known; ` +
          `this Sluice reads version ${RUN_RECORD_VERSION}`,
    );
  }
  const result = runRecordSchema.safeParse(json);
  if (!result.success) {
    throw new Error(`${where}: ${describeIssue(result.error)}`);
  }
  return result.data;
}

/**
 * Reads a run record from a file.
 *
 * @param path The path of a `run.json`.
 * @param where What error messages call it; the path unless given.
 * @throws {Error} One line: which file, which field, and what was expected.
 */
export async function readRunRecord(path: string, where = path): Promise<RunRecord> {
  const text = await readText(path, where);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const reason = text.trim() === "" ? "it is empty" : "is it cut short?";
    throw new Error(`${where}: not valid JSON (${reason})`, { cause: error });
  }
  return parseRunRecord(json, where);
}
