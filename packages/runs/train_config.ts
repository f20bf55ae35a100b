/**
 * The configuration of a training run: what decides its weights, given the data. Where a run is kept
 * and how many threads compute it are not part of it. Names, limits and defaults of its options are in
 * `options.ts`. No TensorFlow.
 *
 * ```ts
 * import { completeTrainConfig } from "@sluice/runs/train_config";
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
import { listOptions, runOptions, type SectionOptions } from "./options.ts";
import type { DataSection, ModelSection, OptimizerSection, TrainingSection } from "./sections.ts";
import { type Option, optionSchema } from "./option.ts";
import type { Schema } from "./schema.ts";

/** The configuration of a training run. */
export interface TrainConfig {
  /** The recipe's name for this run. */
  name?: string;
  /** The model and its options. */
  model: ModelSection;
  /** Which examples, and how they become tokens. */
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
  /** Which examples, and how they become tokens. */
  data?: Partial<DataSection>;
  /** What updates the weights. */
  optimizer?: Partial<OptimizerSection>;
  /** The loop. */
  training?: Partial<TrainingSection>;
}

export type { DataSection, ModelSection, OptimizerSection, TrainingSection };

const section = {
  error: (issue: { code?: string }) =>
    issue.code === "invalid_type" ? "a section of keys and values" : undefined,
};

/** A section that may be missing, each of its keys too. */
function sectionSchema(options: SectionOptions<object>) {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(options as Record<string, Option>)
        .map(([name, option]) => [name, optionSchema(option).exactOptional()]),
    ),
    section,
  ).exactOptional();
}

/** Checks a configuration. An issue's message says what was expected at its path. */
export const trainConfigSchema: Schema<TrainConfigInput> = z.strictObject({
  name: z.string("some text").min(1, "some text").exactOptional(),
  model: sectionSchema(runOptions.model),
  data: sectionSchema(runOptions.data),
  optimizer: sectionSchema(runOptions.optimizer),
  training: sectionSchema(runOptions.training),
}, section) as unknown as Schema<TrainConfigInput>;

/** The default of every option that has one. */
const DEFAULTS = defaults();

function defaults(): TrainConfig {
  const config: Record<string, Record<string, unknown>> = {};
  for (const { section, name, option } of listOptions()) {
    if (option.default !== undefined) (config[section] ??= {})[name] = option.default;
  }
  return config as unknown as TrainConfig;
}

// The sample has a twelfth of IMDb's words, so it takes more and larger steps, and a limit to them. They
// were chosen on held-out training examples.
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
