/**
 * The one table of a run's options. Command line, YAML files, checks, records and reports follow from
 * it: an option is added here, in its section's type in `sections.ts`, and where it is used.
 *
 * ```ts
 * import { runOptions } from "@sluice/runs/options";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(runOptions.model.hiddenSize.default, 64);
 * ```
 *
 * @module
 */
import type { Option } from "./option.ts";
import type { DataSection, ModelSection, OptimizerSection, TrainingSection } from "./sections.ts";

/** An option for each key of a section. */
export type SectionOptions<Section> = { readonly [Key in keyof Required<Section>]: Option };

/** The options of a run, section by section. */
export interface RunOptions {
  /** Which examples, and how they become tokens. */
  data: SectionOptions<DataSection>;
  /** The model. */
  model: SectionOptions<ModelSection>;
  /** What updates the weights. */
  optimizer: SectionOptions<OptimizerSection>;
  /** The loop. */
  training: SectionOptions<TrainingSection>;
}

const RECURRENT = ["rnn", "gru", "lstm"];

/** A share that may be nothing but never all. */
const SHARE = { kind: "number", least: 0, most: 1, belowMost: true, placeholder: "X" } as const;

/** A number that says how many. */
const COUNT = { kind: "integer", least: 1, placeholder: "N" } as const;

/** A seed of random numbers. */
const SEED = { kind: "integer", least: 0, default: 1, placeholder: "N" } as const;

/** The options of a run, in the order in which the help lists them. */
export const runOptions: RunOptions = {
  data: {
    source: {
      kind: "text",
      default: "auto",
      flag: "data",
      placeholder: "SOURCE",
      help: "auto, imdb, sample, or the path of an archive, a folder, or a file of rows",
      label: "source",
    },
    labels: {
      kind: "choice",
      choices: ["sentiment", "rating"],
      default: "sentiment",
      defaultText: "sentiment: the classes of its folders",
      before: "sentiment",
      flag: "labels",
      placeholder: "WHICH",
      help: "what to learn of archives laid out as IMDb's: sentiment, or the rating in file names",
      label: "labels",
    },
    textColumns: {
      kind: "text",
      defaultText: "found by name",
      flag: "text",
      placeholder: "COLUMN,COLUMN",
      help: "rows: the column of the text; several are joined",
      label: "text columns",
    },
    labelColumn: {
      kind: "text",
      defaultText: "found by name",
      flag: "label",
      placeholder: "COLUMN",
      help: "rows: the column of the label",
      label: "label column",
    },
    delimiter: {
      kind: "text",
      pattern: /^[^\r\n"]$/u,
      patternText: "one character",
      defaultText: "found out",
      flag: "delimiter",
      placeholder: "CHARACTER",
      help: "CSV: what stands between fields",
      label: "delimiter",
    },
    header: {
      kind: "boolean",
      defaultText: "on",
      flag: "header",
      help: "CSV: the first row names the columns; without it they are 1, 2, 3, ...",
      label: "header",
    },
    encoding: {
      kind: "text",
      pattern: /^[\w:.+-]{1,40}$/,
      patternText: "the name of an encoding, such as windows-1252",
      defaultText: "utf-8",
      flag: "encoding",
      placeholder: "NAME",
      help: "rows: how the file is encoded",
      label: "encoding",
    },
    onBadRow: {
      kind: "choice",
      choices: ["fail", "skip"],
      defaultText: "fail",
      flag: "on-bad-row",
      placeholder: "HOW",
      help: "what becomes of rows that cannot be read: fail, skip",
      label: "rows that cannot be read",
    },
    testSource: {
      kind: "text",
      defaultText: "a share of the rows",
      flag: "test",
      placeholder: "FILE",
      help: "rows to test on",
      label: "test rows",
    },
    testShare: {
      kind: "number",
      least: 0,
      aboveLeast: true,
      most: 1,
      belowMost: true,
      defaultText: "0.2",
      flag: "test-share",
      placeholder: "X",
      help: "share of the rows held out to test on",
      label: "test share",
    },
    trainSize: {
      ...COUNT,
      least: 2,
      defaultText: "all",
      flag: "train-size",
      help: "training examples, drawn by seed",
      label: "training examples drawn",
    },
    testSize: {
      ...COUNT,
      least: 2,
      defaultText: "all",
      flag: "test-size",
      help: "test examples, drawn by seed",
      label: "test examples drawn",
    },
    sampling: {
      kind: "choice",
      choices: ["stratified", "balanced"],
      default: "stratified",
      before: "stratified",
      flag: "sampling",
      placeholder: "HOW",
      help: "how examples are drawn: stratified, as many of each class as its share, or balanced",
      label: "sampling",
    },
    validationShare: {
      ...SHARE,
      default: 0,
      flag: "validation-share",
      help: "share of the training examples held out for validation",
      label: "validation share",
    },
    maxLength: {
      ...COUNT,
      most: 65_536,
      default: 493,
      flag: "max-length",
      help: "most tokens of a text; longer ones are cut",
      label: "maximal length",
    },
    vocabSize: {
      ...COUNT,
      least: 257,
      most: 1_000_000,
      default: 30_000,
      flag: "vocab-size",
      help: "most tokens of the vocabulary",
      label: "vocabulary",
    },
    seed: {
      ...SEED,
      flag: "data-seed",
      help: "decides which examples are drawn",
      label: "data seed",
    },
  },
  model: {
    architecture: {
      kind: "text",
      default: "lstm",
      placeholder: "MODEL",
      help: "the model: bow, cnn, rnn, gru, lstm",
      label: "model",
    },
    embeddingSize: {
      ...COUNT,
      most: 4096,
      default: 32,
      flag: "embedding",
      help: "length of a token's embedding",
      label: "embedding size",
    },
    hiddenSize: {
      ...COUNT,
      most: 4096,
      default: 64,
      flag: "hidden",
      help: "units of a recurrent layer",
      label: "hidden size",
    },
    layers: {
      ...COUNT,
      most: 16,
      default: 1,
      flag: "layers",
      help: "recurrent layers, one on another",
      label: "layers",
    },
    bidirectional: {
      kind: "boolean",
      default: false,
      flag: "bidirectional",
      help: "read in both directions",
      label: "bidirectional",
    },
    merge: {
      kind: "choice",
      choices: ["concat", "sum", "average", "multiply"],
      default: "concat",
      flag: "merge",
      placeholder: "HOW",
      help: "how directions join: concat, sum, average, multiply",
      label: "merge",
    },
    pool: {
      kind: "choice",
      choices: ["last", "mean", "max", "attention"],
      default: "last",
      flag: "pool",
      placeholder: "HOW",
      help: "how states are pooled over time: last, mean, max, attention",
      label: "pooling",
    },
    bigramBuckets: {
      kind: "integer",
      least: 0,
      most: 2 ** 21,
      defaultText: "0: none",
      before: 0,
      models: ["bow"],
      flag: "bigram-buckets",
      placeholder: "N",
      help: "embeddings for hashed pairs of neighbouring tokens",
      label: "bigram buckets",
    },
    filters: {
      kind: "integers",
      least: 1,
      most: 4096,
      mostNumbers: 16,
      defaultText: "64,64",
      models: ["cnn"],
      flag: "filters",
      placeholder: "N,N",
      help: "filters of each convolution",
      label: "filters",
    },
    widths: {
      kind: "integers",
      least: 1,
      most: 4096,
      mostNumbers: 16,
      defaultText: "5,5",
      models: ["cnn"],
      flag: "widths",
      placeholder: "N,N",
      help: "tokens that each convolution's window spans",
      label: "widths",
    },
    embeddingDropout: {
      ...SHARE,
      default: 0,
      before: 0,
      flag: "embedding-dropout",
      help: "share of the embeddings' features dropped, the same at all steps of a text",
      label: "embedding dropout",
    },
    layerDropout: {
      ...SHARE,
      default: 0,
      before: 0,
      flag: "layer-dropout",
      help: "the same of features between layers, and before the last one",
      label: "layer dropout",
    },
    recurrentDropout: {
      ...SHARE,
      default: 0,
      before: 0,
      models: RECURRENT,
      flag: "recurrent-dropout",
      help: "the same of the state where it enters the gates",
      label: "recurrent dropout",
    },
    holdGate: {
      kind: "choice",
      choices: ["input", "forget", "output"],
      models: ["lstm"],
      flag: "hold-gate",
      placeholder: "GATE",
      help: "a gate held at a constant: input, forget, output",
      label: "held gate",
    },
    holdGateAt: {
      kind: "number",
      least: 0,
      most: 1,
      defaultText: "1",
      models: ["lstm"],
      flag: "hold-gate-at",
      placeholder: "X",
      help: "the constant",
      label: "held at",
    },
  },
  optimizer: {
    name: {
      kind: "choice",
      choices: ["adam"],
      default: "adam",
      help: "what updates the weights: adam",
      label: "optimizer",
    },
    learningRate: {
      kind: "number",
      least: 0,
      most: 1,
      aboveLeast: true,
      default: 3e-4,
      flag: "learning-rate",
      placeholder: "X",
      help: "Adam's learning rate",
      label: "learning rate",
    },
    clipNorm: {
      kind: "number",
      least: 0,
      default: 0,
      flag: "clip-norm",
      placeholder: "X",
      help: "largest global norm of the gradients; 0: no limit",
      label: "clipping norm",
    },
    weightDecay: {
      kind: "number",
      least: 0,
      default: 0,
      flag: "weight-decay",
      placeholder: "X",
      help: "decoupled weight decay, AdamW's",
      label: "weight decay",
    },
    epsilon: {
      kind: "number",
      least: 0,
      most: 1,
      aboveLeast: true,
      default: 1e-8,
      before: 1e-8,
      flag: "epsilon",
      placeholder: "X",
      help: "Adam's epsilon; a larger one takes smaller steps where gradients are small",
      label: "epsilon",
    },
  },
  training: {
    epochs: {
      ...COUNT,
      most: 100_000,
      default: 8,
      flag: "epochs",
      help: "times through the training examples",
      label: "epochs",
    },
    batchSize: {
      ...COUNT,
      most: 65_536,
      default: 64,
      flag: "batch-size",
      help: "examples in a step",
      label: "batch size",
    },
    buckets: {
      kind: "choice",
      choices: ["length", "none"],
      default: "length",
      flag: "buckets",
      placeholder: "HOW",
      help: "batches of texts of like length, or not: length, none",
      label: "buckets",
    },
    seed: {
      ...SEED,
      flag: "seed",
      help: "decides first weights and order",
      label: "seed",
    },
  },
};

/** One option with its place. */
export interface PlacedOption {
  /** Its place in the configuration, `model.hiddenSize`. */
  key: string;
  /** Its section: `data`, `model`, `optimizer`, `training`. */
  section: keyof RunOptions;
  /** Its key in the section. */
  name: string;
  /** What it is. */
  option: Option;
}

/** All options with their places, in the table's order. */
export function listOptions(): PlacedOption[] {
  return (Object.keys(runOptions) as (keyof RunOptions)[]).flatMap((section) =>
    Object.entries(runOptions[section]).map(([name, option]) => (
      { key: `${section}.${name}`, section, name, option: option as Option }
    ))
  );
}
