/**
 * The configuration of a training run: what decides its weights, given the data. Where a run is kept
 * and how many threads compute it are not part of it. No TensorFlow.
 *
 * ```ts
 * import { completeTrainConfig } from "@sluice/train/train_config";
 * import { assertEquals } from "@std/assert";
 *
 * const config = completeTrainConfig({ training: { batchSize: 32 } }, "imdb");
 * assertEquals(config.training.batchSize, 32);
 * assertEquals(config.optimizer.learningRate, 3e-4);
 * ```
 *
 * @module
 */
import { z } from "zod";
import type { Schema } from "./schema.ts";

/** The model and its options. */
export interface ModelSection {
  /** The name of the model in the zoo: `lstm`, ... */
  architecture: string;
  /** The length of a token's embedding. */
  embeddingSize: number;
  /** The number of units of a recurrent layer. */
  hiddenSize: number;
  /** The number of recurrent layers. */
  layers: number;
  /** Whether each recurrent layer reads in both directions. */
  bidirectional: boolean;
  /** How two directions join. */
  merge: "concat" | "sum" | "average" | "multiply";
  /** How the states of all steps become one vector. */
  pool: "last" | "mean" | "max" | "attention";
  /** The share of the embeddings' features dropped in training, 0 to below 1. */
  embeddingDropout: number;
  /** The share of the features dropped between layers, 0 to below 1. */
  layerDropout: number;
  /** The share of the state's units dropped where it enters a recurrent layer's gates, 0 to below 1. */
  recurrentDropout: number;
  /** The gate of an LSTM that is held at a constant. Missing: none. */
  holdGate?: "input" | "forget" | "output";
  /** The constant, 0 to 1. Missing: 1. */
  holdGateAt?: number;
  /** Rows of a bag of words' table for hashed bigrams. Missing or 0: none. */
  bigramBuckets?: number;
  /** The filters of each convolution. Missing: the model's own. */
  filters?: number[];
  /** The tokens that each convolution's window spans. Missing: the model's own. */
  widths?: number[];
}

/** Which reviews, and how they become tokens. */
export interface DataSection {
  /** `auto`, `imdb`, `sample`, or a path. */
  source: string;
  /** The number of training reviews, the held-out ones included. Missing: all. */
  trainSize?: number;
  /** The number of test reviews. Missing: all. */
  testSize?: number;
  /** The share of the training reviews that is held out for validation, 0 to below 1. */
  validationShare: number;
  /** The most tokens of a review; longer ones are cut. */
  maxLength: number;
  /** The most tokens of the vocabulary. */
  vocabSize: number;
  /** Decides which reviews are drawn. */
  seed: number;
}

/** What updates the weights. */
export interface OptimizerSection {
  /** The only one so far. */
  name: "adam";
  /** The learning rate. */
  learningRate: number;
  /** The largest global norm of the gradients; larger ones are scaled down. 0: no limit. */
  clipNorm: number;
  /** The share of the weights, times the learning rate, that a step takes away (AdamW). */
  weightDecay: number;
  /**
   * What Adam adds to the root of the second moment before it divides by it (Kingma and Ba 2015). A larger
   * one takes smaller steps where gradients have become small.
   */
  epsilon: number;
}

/** The loop. */
export interface TrainingSection {
  /** How often the model sees the training reviews. */
  epochs: number;
  /** The number of reviews in a step. */
  batchSize: number;
  /** Whether batches are drawn from reviews of like length (less padding) or from all alike. */
  buckets: "length" | "none";
  /** Decides the first weights and the order of the reviews. */
  seed: number;
}

/** The configuration of a training run. */
export interface TrainConfig {
  /** The recipe's name for this run. */
  name?: string;
  /** The model and its options. */
  model: ModelSection;
  /** Which reviews, and how they become tokens. */
  data: DataSection;
  /** What updates the weights. */
  optimizer: OptimizerSection;
  /** The loop. */
  training: TrainingSection;
}

/** A configuration in which anything may be left to its default. */
export interface TrainConfigInput {
  /** The recipe's name for this run. */
  name?: string;
  /** The model and its options. */
  model?: Partial<ModelSection>;
  /** Which reviews, and how they become tokens. */
  data?: Partial<DataSection>;
  /** What updates the weights. */
  optimizer?: Partial<OptimizerSection>;
  /** The loop. */
  training?: Partial<TrainingSection>;
}

const SHARE = "a number from 0 to below 1";
const RATE = "a number above 0 and at most 1";
const GATE = "a number from 0 to 1";
const NOT_NEGATIVE = "a number of at least 0";

const text = z.string("some text").min(1, "some text");
const whole = (least: number, most = 2 ** 31 - 1) => {
  const expected = `a whole number of at least ${least}` +
    (most < 2 ** 31 - 1 ? ` and at most ${most}` : "");
  return z.int(expected).min(least, expected).max(most, expected);
};
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, `one of ${values.join(", ")}`);

const SIZES = "whole numbers from 1 to 4096, one a convolution";
const sizes = z.array(z.int(SIZES).min(1, SIZES).max(4096, SIZES), SIZES).min(1, SIZES)
  .max(16, SIZES);

const rate = z.number(SHARE).min(0, SHARE).lt(1, SHARE);

const section = {
  error: (issue: { code?: string }) =>
    issue.code === "invalid_type" ? "a section of keys and values" : undefined,
};

const sections = {
  model: z.strictObject({
    architecture: text,
    embeddingSize: whole(1, 4096),
    hiddenSize: whole(1, 4096),
    layers: whole(1, 16),
    bidirectional: z.boolean("true or false"),
    merge: oneOf(["concat", "sum", "average", "multiply"]),
    pool: oneOf(["last", "mean", "max", "attention"]),
    embeddingDropout: rate,
    layerDropout: rate,
    recurrentDropout: rate,
    holdGate: oneOf(["input", "forget", "output"]),
    holdGateAt: z.number(GATE).min(0, GATE).max(1, GATE),
    // The most that the model takes.
    bigramBuckets: whole(0, 2 ** 21),
    filters: sizes,
    widths: sizes,
  }, section),
  data: z.strictObject({
    source: text,
    trainSize: whole(2),
    testSize: whole(2),
    validationShare: rate,
    maxLength: whole(1, 65_536),
    vocabSize: whole(257, 1_000_000),
    seed: whole(0),
  }, section),
  optimizer: z.strictObject({
    name: oneOf(["adam"]),
    learningRate: z.number(RATE).gt(0, RATE).max(1, RATE),
    clipNorm: z.number(NOT_NEGATIVE).min(0, NOT_NEGATIVE),
    weightDecay: z.number(NOT_NEGATIVE).min(0, NOT_NEGATIVE),
    epsilon: z.number(RATE).gt(0, RATE).max(1, RATE),
  }, section),
  training: z.strictObject({
    epochs: whole(1, 100_000),
    batchSize: whole(1, 65_536),
    buckets: oneOf(["length", "none"]),
    seed: whole(0),
  }, section),
};

/** Checks a configuration. An issue's message says what was expected at its path. */
export const trainConfigSchema: Schema<TrainConfigInput> = z.strictObject({
  name: text.exactOptional(),
  model: partial(sections.model),
  data: partial(sections.data),
  optimizer: partial(sections.optimizer),
  training: partial(sections.training),
}, section);

/** A section that may be missing, each of its keys too. */
function partial<S extends z.ZodRawShape>(schema: z.ZodObject<S, z.core.$strict>) {
  const optional = Object.fromEntries(
    Object.entries(schema.shape).map(([key, value]) => [key, (value as z.ZodType).exactOptional()]),
  ) as unknown as { [K in keyof S]: z.ZodExactOptional<S[K]> };
  return z.strictObject(optional, section).exactOptional();
}

const DEFAULTS: TrainConfig = {
  model: {
    architecture: "lstm",
    embeddingSize: 32,
    hiddenSize: 64,
    layers: 1,
    bidirectional: false,
    merge: "concat",
    pool: "last",
    embeddingDropout: 0,
    layerDropout: 0,
    recurrentDropout: 0,
  },
  data: { source: "auto", validationShare: 0, maxLength: 493, vocabSize: 30_000, seed: 1 },
  optimizer: { name: "adam", learningRate: 3e-4, clipNorm: 0, weightDecay: 0, epsilon: 1e-8 },
  training: { epochs: 8, batchSize: 64, buckets: "length", seed: 1 },
};

// The sample has a twelfth of IMDb's words, so it takes more and larger steps, and a limit to them. They
// were chosen on held-out training reviews.
const SAMPLE_DEFAULTS: TrainConfigInput = {
  optimizer: { learningRate: 3e-3, clipNorm: 1 },
  training: { epochs: 12, batchSize: 32 },
};

/** The defaults that a data set by this name brings along, on top of those for every data set. */
export function dataSetDefaults(dataSetName: string): TrainConfigInput {
  return dataSetName === "sample" ? SAMPLE_DEFAULTS : {};
}

/**
 * Fills in what a configuration leaves to the defaults.
 *
 * @param input What was asked for.
 * @param dataSetName The name of the data set, which may bring defaults of its own: the embedded
 * sample (`sample`) is small, so it is read more often and learned with more and larger steps.
 */
export function completeTrainConfig(input: TrainConfigInput, dataSetName: string): TrainConfig {
  const own = dataSetDefaults(dataSetName);
  return {
    ...(input.name === undefined ? {} : { name: input.name }),
    model: { ...DEFAULTS.model, ...own.model, ...input.model },
    data: { ...DEFAULTS.data, ...own.data, ...input.data },
    optimizer: { ...DEFAULTS.optimizer, ...own.optimizer, ...input.optimizer },
    training: { ...DEFAULTS.training, ...own.training, ...input.training },
  };
}
