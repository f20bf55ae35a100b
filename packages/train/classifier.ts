// A trained classifier, from texts to probabilities: what predict, export, a page and a server share.
import { cleanText, tokenizeSplit } from "@sluice/data";
import { countParameters, createModel } from "@sluice/models";
import { parseRunRecordText } from "@sluice/runs/parse_run_record";
import { recordedConfig } from "@sluice/runs/recorded_config";
import type { RunRecord } from "@sluice/runs/run_record";
import { runFiles, type RunReader } from "@sluice/runs/run_storage";
import { Task } from "@sluice/runs/task";
import type { TrainConfig } from "@sluice/runs/train_config";
import type { BpeTokenizer } from "@sluice/tokenizer";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { computeLogits, type EvaluateOptions } from "./evaluate.ts";
import { readModelWeights, setModelWeights } from "./model_artifacts.ts";
import { modelOfRun } from "./model_of_run.ts";
import { readRequired, readTokenizer } from "./read_run_parts.ts";

/** The parts of a {@linkcode Classifier}. */
export interface ClassifierParts {
  /** What it tells apart. */
  task: Task;
  /** What cuts texts into tokens. */
  tokenizer: BpeTokenizer;
  /** From token ids and lengths to logits [batch, outputs]. */
  model: LayersModel;
  /** The most tokens of a text; longer ones are cut. */
  maxLength: number;
}

/** From texts to the probabilities of labels. It needs no file system. */
export class Classifier {
  /** What it tells apart. */
  readonly task: Task;
  /** What cuts texts into tokens. */
  readonly tokenizer: BpeTokenizer;
  /** From token ids and lengths to logits [batch, outputs]. */
  readonly model: LayersModel;
  /** The most tokens of a text; longer ones are cut. */
  readonly maxLength: number;

  /** A classifier of these parts, which it does not copy. */
  constructor({ task, tokenizer, model, maxLength }: ClassifierParts) {
    this.task = task;
    this.tokenizer = tokenizer;
    this.model = model;
    this.maxLength = maxLength;
  }

  /** The labels, in the order of their indices. */
  get labels(): readonly string[] {
    return this.task.labels;
  }

  /** A text as the tokenizer gets it. */
  clean(text: string): string {
    return cleanText(text);
  }

  /**
   * The probabilities that a model gives to the labels of each text: of two labels one number, that of
   * the second, else one a label. An empty text is one of no tokens.
   */
  async predict(texts: readonly string[], options: EvaluateOptions = {}): Promise<number[][]> {
    const examples = texts.map((text, index) => (
      { id: String(index), text: this.clean(text), label: 0 }
    ));
    const split = tokenizeSplit(examples, this.tokenizer, { maxLength: this.maxLength });
    const logits = await computeLogits(this.model, split, this.task.outputs, options);
    return texts.map((_, row) => this.task.probabilities(logits, row));
  }

  /** Frees the model. */
  dispose(): void {
    this.model.dispose();
  }
}

/** A classifier with what is known of the run that trained it. */
export interface ReadClassifier {
  /** The classifier, after the last epoch that ended. */
  classifier: Classifier;
  /** The run's record. */
  record: RunRecord;
  /** The run's configuration. */
  config: TrainConfig;
}

/**
 * Reads the classifier of a run from wherever it is kept. A device must have been chosen.
 *
 * @throws {Error} One line: no run, no epoch that has ended, or a file that is damaged.
 */
export async function readClassifier(run: RunReader): Promise<ReadClassifier> {
  for (;;) {
    const read = await readOnce(run);
    // A run that is being trained may have ended an epoch in between.
    const { epochs } = await readRecord(run);
    if (epochs.length === read.record.epochs.length) return read;
    read.classifier.dispose();
  }
}

async function readOnce(run: RunReader): Promise<ReadClassifier> {
  const record = await readRecord(run);
  const config = recordedConfig(record, `${run.location}/${runFiles.record}`);
  if (record.epochs.length === 0) {
    throw new Error(
      `${run.location}: no epoch has ended, so there is no trained model; resume the run`,
    );
  }
  const tokenizer = await readTokenizer(run);
  const task = new Task(record.task.labels);
  const modelConfig = modelOfRun(config, tokenizer.vocabSize, task);
  // Before a model is made that a record only asks for.
  const weights = await readModelWeights(run, countParameters(modelConfig));
  const model = createModel(modelConfig);
  try {
    setModelWeights(model, weights, `${run.location}/${runFiles.topology}`);
  } catch (error) {
    model.dispose();
    throw error;
  }
  const { maxLength } = config.data;
  return { classifier: new Classifier({ task, tokenizer, model, maxLength }), record, config };
}

async function readRecord(run: RunReader): Promise<RunRecord> {
  const bytes = await readRequired(run, runFiles.record);
  return parseRunRecordText(new TextDecoder().decode(bytes), `${run.location}/${runFiles.record}`);
}
