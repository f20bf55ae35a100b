// A trained run, ready to use: its record, its tokenizer, and its model with the trained weights.
import { cleanText, type Dataset, type TokenizedSplit, tokenizeSplit } from "@sluice/data";
import { type DeviceInfo, useDevice } from "@sluice/kernels";
import { createModel } from "@sluice/models";
import { BpeTokenizer } from "@sluice/tokenizer";
import type * as tf from "@tensorflow/tfjs";
import { sigmoid } from "./binary_metrics.ts";
import { fingerprintExamples } from "./describe_run.ts";
import { computeLogits, evaluate, type EvaluateOptions, type Evaluation } from "./evaluate.ts";
import { modelConfig } from "./model_config.ts";
import { readModelWeights } from "./model_files.ts";
import { readRunRecord, type RunRecord } from "./run_record.ts";
import { runPaths } from "./run_paths.ts";
import { splitExamples } from "./split_examples.ts";
import { recordedConfig } from "./recorded_config.ts";
import type { TrainConfig } from "./train_config.ts";

/** A trained run. */
export interface LoadedRun {
  /** Its folder. */
  folder: string;
  /** Its record. */
  record: RunRecord;
  /** Its configuration. */
  config: TrainConfig;
  /** What cuts texts into tokens. */
  tokenizer: BpeTokenizer;
  /** The model after the last epoch that ended. */
  model: tf.LayersModel;
  /** What computes. */
  device: DeviceInfo;
}

/** Options of {@linkcode loadRun}. */
export interface LoadRunOptions {
  /** What computes. Default: `cpu`. */
  device?: "cpu";
  /** The number of threads. Default: what the device chooses. */
  threads?: number;
}

/**
 * Loads a run from its folder.
 *
 * @throws {Error} One line: the folder does not exist, holds no run, no epoch has ended, or a file in
 * it is damaged.
 */
export async function loadRun(folder: string, options: LoadRunOptions = {}): Promise<LoadedRun> {
  const paths = runPaths(folder);
  const record = await readRunRecord(paths.record);
  const config = recordedConfig(record, paths.record);
  if (record.epochs.length === 0) {
    throw new Error(`${folder}: no epoch has ended, so there is no trained model; resume the run`);
  }
  const tokenizer = await readTokenizer(paths.tokenizer);
  const device = await useDevice(options.device ?? "cpu", {
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  });
  const model = createModel(modelConfig(config, tokenizer.vocabSize));
  await readModelWeights(paths.model, model);
  return { folder, record, config, tokenizer, model, device };
}

/** Reads a tokenizer from its file. */
export async function readTokenizer(path: string): Promise<BpeTokenizer> {
  try {
    return BpeTokenizer.fromJSON(await Deno.readTextFile(path));
  } catch (error) {
    throw new Error(`${path}: cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Tests a run again on the very reviews that its record tells of.
 *
 * @param run The run.
 * @param dataset The data set that it was trained on, loaded again.
 * @throws {Error} One line, where the reviews are not those of the record.
 */
export async function evaluateRun(
  run: LoadedRun,
  dataset: Dataset,
  options: EvaluateOptions = {},
): Promise<Evaluation & { examples: Dataset["test"] }> {
  const { examples, split } = testSplit(run, dataset);
  return { ...await evaluate(run.model, split, options), examples };
}

/**
 * The very test reviews that a run's record tells of.
 *
 * @throws {Error} One line, where the data set is not the run's.
 */
export function testSplit(
  run: LoadedRun,
  dataset: Dataset,
): { examples: Dataset["test"]; split: TokenizedSplit } {
  const other = () =>
    new Error(`${dataset.location} holds other reviews than ${run.folder} tells of`);
  if (dataset.fingerprint !== run.record.data.fingerprint) throw other();
  const { test } = splitExamples(dataset, run.config.data);
  const expected = run.record.data.test.fingerprint;
  if (expected !== undefined && fingerprintExamples(test) !== expected) throw other();
  const split = tokenizeSplit(test, run.tokenizer, { maxLength: run.config.data.maxLength });
  return { examples: test, split };
}

/**
 * The probability that each text is positive, 0 to 1, by a run's model. An empty text is one of no
 * tokens.
 */
export async function predict(
  run: LoadedRun,
  texts: readonly string[],
  options: EvaluateOptions = {},
): Promise<number[]> {
  const examples = texts.map((text, index) => (
    { id: String(index), text: cleanText(text), label: 0 as const }
  ));
  const { maxLength } = run.config.data;
  const split = tokenizeSplit(examples, run.tokenizer, { maxLength });
  return Array.from(await computeLogits(run.model, split, options), sigmoid);
}
