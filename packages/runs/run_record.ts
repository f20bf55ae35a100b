/**
 * The record of a training run: what `runs/<id>/run.json` holds. Everything that a comparison of runs
 * needs is in it, so that a report can be made from records alone, without TensorFlow and without
 * the weights.
 *
 * The training loop writes the record when the model has been built, again after every epoch, and
 * a last time when the run ends. Predictions on the test examples lie beside it, see `predictions.ts`.
 *
 * @module
 */
import type { Metrics } from "./task.ts";

/** The version of the record that this package writes. It reads version 1, too, for ever. */
export const RUN_RECORD_VERSION = 2;

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

/** The record of one training run, version 2. */
export interface RunRecord {
  /** The version of this layout: 2. */
  version: 2;
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
  /** What was learnt. */
  task: TaskSummary;
  /** The model that was trained. */
  model: ModelSummary;
  /** What it was trained and tested on. */
  data: DataSummary;
  /** What cut the texts into tokens. */
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
   * the test examples, so it flatters the model.
   */
  bestEpoch?: number;
  /**
   * The number of the epoch with the highest validation accuracy, the first of equals. Missing
   * where no examples were held out for validation.
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

/** What was learnt. */
export interface TaskSummary {
  /** The kind of task: one label a text. */
  kind: "classification";
  /** The labels, in the order of their indices. */
  labels: string[];
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
  /** How many rows could not be read, and were left out. Missing: none. */
  skippedRows?: number;
  /** The most tokens of a text that the model reads; longer ones are cut. */
  maxLength: number;
  /** The examples trained on. */
  train: SplitSummary;
  /** The training examples held out to choose an epoch; not trained on. */
  validation?: SplitSummary;
  /** The examples tested on. */
  test: SplitSummary;
}

/** One part of the data, as the model saw it. */
export interface SplitSummary {
  /** The number of examples. */
  examples: number;
  /** How many there are of each class, in the order of the labels. */
  classes: number[];
  /** How many of them are empty once cleaned. */
  empty: number;
  /** The number of their tokens, cut to the maximal length. */
  tokens: number;
  /** The SHA-256 of these very examples, in hexadecimal. */
  fingerprint?: string;
}

/** What cut the texts into tokens. */
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

/** What computed; what is true of one device alone stands in its own summary. */
export type DeviceSummary = CpuSummary | WebGpuSummary | TensorFlowSummary;

/** Sluice's kernels on the CPU. */
export interface CpuSummary {
  /** The device. */
  device: "cpu";
  /** The TensorFlow.js backend. */
  backend: string;
  /** The number of threads. Results do not depend on it. */
  threads: number;
  /** The SIMD instructions in use: `relaxed` or `fixed`. */
  simd: string;
  /**
   * Bits of the vectors that products are computed with, 128 or 256, as measured when the kernels
   * started; results are the same.
   */
  vectorBits?: number;
}

/** A GPU by WebGPU. */
export interface WebGpuSummary {
  /** The device. */
  device: "webgpu";
  /** The TensorFlow.js backend. */
  backend: string;
  /** The adapter's name. */
  adapter: string;
}

/** TensorFlow's own library. */
export interface TensorFlowSummary {
  /** The device. */
  device: "tensorflow";
  /** The TensorFlow.js backend. */
  backend: string;
  /** The library and its version. */
  library: string;
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

/** One epoch: once through the training examples, then once through the test examples. */
export interface EpochRow {
  /** The number of the epoch, from 1. */
  epoch: number;
  /** Means over the training examples, while they were trained on. */
  train: Metrics;
  /** Over the test examples at the end of the epoch. */
  test: Metrics;
  /** Over the held-out training examples at the end of the epoch. */
  validation?: Metrics;
  /** Seconds spent on training. */
  trainSeconds: number;
  /** Seconds spent on testing. */
  testSeconds: number;
  /** Seconds spent on the held-out examples. */
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
  /** The mean cross-entropy over the test examples, in nats. */
  loss: number;
  /** The share of test examples labelled rightly, 0 to 1. */
  accuracy: number;
  /** The mean over the classes of the F1 of each, 0 to 1; where it was measured. */
  macroF1?: number;
}
