// A trained run, ready to use: its record, and its classifier after the last epoch that ended.
import {
  type Dataset,
  fingerprintExamples,
  type TokenizedSplit,
  tokenizeSplit,
} from "@sluice/data";
import { type Device, type DeviceInfo, useDevice } from "@sluice/kernels";
import { folderReader, type RunRecord, type Task, type TrainConfig } from "@sluice/runs";
import type { BpeTokenizer } from "@sluice/tokenizer";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type Classifier, readClassifier } from "./classifier.ts";
import { evaluate, type EvaluateOptions, type Evaluation } from "./evaluate.ts";
import { splitExamples } from "./split_examples.ts";

/** A trained run. */
export interface LoadedRun {
  /** Its folder. */
  folder: string;
  /** Its record. */
  record: RunRecord;
  /** Its configuration. */
  config: TrainConfig;
  /** What it tells apart. */
  task: Task;
  /** From texts to probabilities. */
  classifier: Classifier;
  /** What cuts texts into tokens: the classifier's. */
  tokenizer: BpeTokenizer;
  /** The model after the last epoch that ended: the classifier's. */
  model: LayersModel;
  /** What computes. */
  device: DeviceInfo;
}

/** Options of {@linkcode loadRun}. */
export interface LoadRunOptions {
  /** What computes. Default: `cpu`. */
  device?: Device;
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
  const device = await useDevice(options.device ?? "cpu", {
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  });
  const { classifier, record, config } = await readClassifier(folderReader(folder));
  const { task, tokenizer, model } = classifier;
  return { folder, record, config, task, classifier, tokenizer, model, device };
}

/** What a run is worth on its test examples. */
export interface RunEvaluation extends Evaluation {
  /** What the model gives to the labels of each example; see `Task.probabilities`. */
  probabilities: number[][];
  /** The test examples, in the same order. */
  examples: Dataset["test"];
}

/**
 * Tests a run again on the very examples that its record tells of.
 *
 * @param run The run.
 * @param dataset The data set that it was trained on, loaded again.
 * @throws {Error} One line, where the examples are not those of the record.
 */
export async function evaluateRun(
  run: LoadedRun,
  dataset: Dataset,
  options: EvaluateOptions = {},
): Promise<RunEvaluation> {
  const { examples, split } = testSplit(run, dataset);
  const evaluation = await evaluate(run.model, split, run.task, options);
  return {
    ...evaluation,
    probabilities: examples.map((_, row) => run.task.probabilities(evaluation.logits, row)),
    examples,
  };
}

/**
 * The very test examples that a run's record tells of.
 *
 * @throws {Error} One line, where the data set is not the run's.
 */
export function testSplit(
  run: LoadedRun,
  dataset: Dataset,
): { examples: Dataset["test"]; split: TokenizedSplit } {
  const other = () =>
    new Error(`${dataset.location} holds other examples than ${run.folder} tells of`);
  if (dataset.fingerprint !== run.record.data.fingerprint) throw other();
  if (dataset.labels.join("\n") !== run.task.labels.join("\n")) throw other();
  const { test } = splitExamples(dataset, run.config.data);
  const expected = run.record.data.test.fingerprint;
  if (expected !== undefined && fingerprintExamples(test) !== expected) throw other();
  const split = tokenizeSplit(test, run.tokenizer, { maxLength: run.config.data.maxLength });
  return { examples: test, split };
}
