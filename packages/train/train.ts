// The training recipe, from examples to a trained model. It is one function on purpose: everything that
// happens, happens here and in this order. It touches no file system: storage is handed in.
import type { Dataset } from "@sluice/data";
import { type Device, useDevice } from "@sluice/kernels";
import { countParameters, createModel } from "@sluice/models";
import { chosenEpochs } from "@sluice/runs/epoch_rows";
import { parseRunRecord, parseRunRecordText } from "@sluice/runs/parse_run_record";
import { formatPredictions } from "@sluice/runs/predictions";
import { recordedConfig } from "@sluice/runs/recorded_config";
import type { RunRecord } from "@sluice/runs/run_record";
import { type RunContents, runFiles, type RunStorage } from "@sluice/runs/run_storage";
import { isSameTraining } from "@sluice/runs/same_training";
import { Task } from "@sluice/runs/task";
import type { TrainConfig } from "@sluice/runs/train_config";
import type { BpeTokenizer } from "@sluice/tokenizer";
import { copyWeights, restoreWeights } from "./_model_weights.ts";
import { nextTask } from "./_next_task.ts";
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  type TrainingState,
} from "./checkpoint.ts";
import type { Environment } from "./environment.ts";
import { evaluateEpoch } from "./evaluate_epoch.ts";
import { modelArtifacts } from "./model_artifacts.ts";
import { modelOfRun } from "./model_of_run.ts";
import { newRecord } from "./new_record.ts";
import { prepareData } from "./prepare_data.ts";
import { readRequired, readTokenizer } from "./read_run_parts.ts";
import type { TrainProgress } from "./train_progress.ts";
import { type Reduce, TrainingStep } from "./training_step.ts";

/** Options of {@linkcode train}. */
export interface TrainOptions {
  /** What to train, and how. */
  config: TrainConfig;
  /** What to train on. */
  dataset: Dataset;
  /** Where the run is kept. It must be empty, unless the run is resumed. */
  storage: RunStorage;
  /** Where it is computed, for the record. */
  environment: Environment;
  /**
   * Goes on with the run that is stored. Its configuration must equal `config`, but for the number of
   * epochs and the source of the data. A run that has all its epochs is left as it is.
   */
  resume?: boolean;
  /** What computes. Default: `cpu`. */
  device?: Device;
  /** The number of threads. Default: what the device chooses. Results do not depend on it. */
  threads?: number;
  /** The command line, for the record. */
  command?: string;
  /** Called as training goes on. */
  onProgress?: (progress: TrainProgress) => void;
  /** Finishes the step in hand, writes a checkpoint, and ends the run as `interrupted`. */
  signal?: AbortSignal;
  /** The learning rate of a step, counted from 0 over all epochs. Default: the configured one. */
  learningRate?: (step: number) => number;
  /** Who listens to the figures of each step. */
  metrics?: StepMetrics;
  /** Joins the gradients and sums of the processes that share a run. Default: there is one process. */
  reduce?: Reduce;
  /** Which process of a run this is, from 0; the first alone writes. Default: 0. */
  rank?: number;
  /** The number of processes that share each batch. Default: 1. */
  worldSize?: number;
}

/** Who listens to the figures of each step. */
export interface StepMetrics {
  /**
   * Called after each step.
   *
   * @param step The number of steps taken, over all epochs.
   * @param values `loss`, `accuracy`, `gradientNorm`, `learningRate`, `tokensPerSecond`.
   */
  scalars(step: number, values: Readonly<Record<string, number>>): void;
}

/**
 * Trains a model and keeps everything about it: the record, the tokenizer, the model, a checkpoint, and
 * the predictions on the test examples. They are published together after each epoch, so that they are
 * always of the same one.
 *
 * The same configuration and data give the same weights, bit by bit, whether or not the run was
 * interrupted, or killed, and resumed in between.
 *
 * @returns The record as it was last written. Its status is `completed`, or `interrupted` where the
 * signal said so.
 * @throws {Error} One line: data that cannot be trained on, a loss that is no number, a disk that is
 * full. If training had begun, the record says `failed`, and the run can be resumed; else nothing is
 * stored.
 */
export async function train(options: TrainOptions): Promise<RunRecord> {
  const { config, dataset, storage, signal, resume = false, rank = 0, worldSize = 1 } = options;
  const report = options.onProgress ?? (() => {});
  const { epochs } = config.training;
  const earlier = resume ? await readEarlier(options) : undefined;
  if (earlier?.record.status === "completed" && earlier.record.epochs.length >= epochs) {
    return earlier.record;
  }
  const { record: earlierRecord, checkpoint } = earlier ?? {};

  // 1. Data: draw the examples, learn the tokens from those to train on, cut all into tokens.
  const data = await prepareData(dataset, config, {
    tokenizer: earlier?.tokenizer,
    onTokenizing: async (examples) => {
      report({ phase: "tokenizing", examples });
      await nextTask();
    },
    rank,
    worldSize,
  });
  const { loader } = data;

  // 2. Model and optimizer, on the device.
  const device = await useDevice(options.device ?? "cpu", {
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  });
  const task = new Task(dataset.labels);
  const model = createModel(modelOfRun(config, data.tokenizer.vocabSize, task));
  const learningRate = options.learningRate ?? (() => config.optimizer.learningRate);
  const step = new TrainingStep({
    model,
    task,
    optimizer: config.optimizer,
    learningRate,
    reduce: options.reduce,
    tellNorm: options.metrics !== undefined,
  });

  // 3. The record, and the state to go on from.
  const record = await newRecord({
    ...{ id: storage.id, command: options.command ?? "", config, dataset, data, task, model },
    ...{ device, environment: options.environment, earlier: earlierRecord, checkpoint },
  });
  let state = checkpoint?.state ?? startOfEpoch(1);
  if (checkpoint !== undefined) {
    restoreCheckpoint(checkpoint, `${storage.location}/${runFiles.checkpoint}`);
  }

  let began = false;
  try {
    await publish(resume ? {} : { [runFiles.tokenizer]: data.tokenizerJson });
    began = true;
    const { notice } = device;
    report({
      phase: "start",
      record,
      state: { ...state },
      ...(notice === undefined ? {} : { notice }),
    });

    // 4. The loop.
    while (state.epoch <= epochs) {
      let index = 0;
      for (const batch of loader.batches(state.epoch)) {
        if (index++ < state.step) continue; // Done before the run was resumed.
        const started = performance.now();
        // Counted over all epochs, and from the state alone: a resumed run drops what it would have dropped.
        const stepsBefore = (state.epoch - 1) * loader.stepsPerEpoch + state.step;
        const { loss, correct, rows, tokens, gradientNorm } = await step.run(batch, stepsBefore);
        state.step++;
        if (!Number.isFinite(loss)) {
          throw new Error(
            `the loss is ${loss} at step ${state.step} of epoch ${state.epoch}; try a lower ` +
              `learning rate, or clip the gradients`,
          );
        }
        state.lossSum += loss * rows;
        state.rows += rows;
        state.correct += correct;
        state.tokens += tokens;
        state.seconds += (performance.now() - started) / 1000;
        options.metrics?.scalars(stepsBefore + 1, {
          loss,
          accuracy: correct / rows,
          gradientNorm: gradientNorm ?? NaN,
          learningRate: learningRate(stepsBefore),
          tokensPerSecond: state.tokens / state.seconds,
        });
        report({
          phase: "step",
          epoch: state.epoch,
          epochs,
          step: state.step,
          steps: loader.stepsPerEpoch,
          loss: state.lossSum / state.rows,
          accuracy: state.correct / state.rows,
          tokensPerSecond: state.tokens / state.seconds,
          secondsLeft: secondsLeft(),
        });
        await nextTask();
        if (signal?.aborted) break;
      }

      // Between the last step and the next epoch lies the evaluation, which may be interrupted too.
      const evaluated = signal?.aborted
        ? undefined
        : await evaluateEpoch(model, task, data, state, {
          signal,
          onProgress: (part, done, total) =>
            report({ phase: "evaluate", part, epoch: state.epoch, epochs, done, total }),
        });
      if (evaluated === undefined) {
        return await finish("interrupted", await checkpointFile(state, record.epochs));
      }
      await publishEpoch(evaluated);
      report({ phase: "epoch", row: evaluated.row, epochs });
    }
    return await finish("completed");
  } catch (error) {
    if (began) {
      record.error = (error as Error).message.split("\n")[0]!;
      // The error that led here is the one to report, even if the record cannot be written.
      await finish("failed").catch(() => {});
    }
    throw error;
  } finally {
    step.dispose();
    model.dispose();
  }

  /** Takes over the state of a checkpoint, which must be one of this model on these batches. */
  function restoreCheckpoint({ state, weights, optimizer }: Checkpoint, where: string): void {
    const { stepsPerEpoch } = loader;
    const taken = (state.epoch - 1) * stepsPerEpoch + state.step;
    if (state.step > stepsPerEpoch || optimizer.iterations !== taken) {
      throw new Error(
        `${where}: ${optimizer.iterations} steps, of which ${state.step} of epoch ${state.epoch}, ` +
          `are not those of a run with ${stepsPerEpoch} an epoch`,
      );
    }
    restoreWeights(model, weights, where);
    try {
      step.setState(optimizer);
    } catch (error) {
      throw new Error(`${where}: ${(error as Error).message}`, { cause: error });
    }
  }

  /** All of an epoch, or none of it. */
  async function publishEpoch(
    { row, predictions }: NonNullable<Awaited<ReturnType<typeof evaluateEpoch>>>,
  ): Promise<void> {
    for (const [part, metrics] of [["test", row.test], ["held-out", row.validation]] as const) {
      if (metrics === undefined || Number.isFinite(metrics.loss)) continue;
      throw new Error(
        `the loss on the ${part} examples is ${metrics.loss} after epoch ${row.epoch}; try a lower ` +
          `learning rate, or clip the gradients`,
      );
    }
    const rows = [...record.epochs, row];
    const next = startOfEpoch(row.epoch + 1);
    const { topology, weights } = await modelArtifacts(model);
    await publish({
      [runFiles.topology]: topology,
      [runFiles.weights]: weights,
      [runFiles.predictions]: formatPredictions(predictions),
      ...await checkpointFile(next, rows),
    }, rows);
    record.epochs = rows;
    Object.assign(record, chosenEpochs(rows));
    state = next;
  }

  /** Publishes the record, with these rows, and what belongs to it. */
  async function publish(contents: RunContents, rows = record.epochs): Promise<void> {
    const { environment: { peakMemoryBytes } } = options;
    record.peakMemoryBytes = Math.max(record.peakMemoryBytes, peakMemoryBytes());
    const published = { ...record, epochs: rows, ...chosenEpochs(rows) };
    const text = JSON.stringify(published, null, 2) + "\n";
    // What no command could read is not written.
    parseRunRecord(JSON.parse(text), "the record of this run");
    if (rank === 0) await storage.publish({ ...contents, [runFiles.record]: text });
  }

  async function checkpointFile(
    at: TrainingState,
    rows: RunRecord["epochs"],
  ): Promise<RunContents> {
    const weights = await copyWeights(model);
    const optimizer = await step.getState();
    return {
      [runFiles.checkpoint]: await encodeCheckpoint({
        state: at,
        epochs: rows,
        weights,
        optimizer,
      }),
    };
  }

  /** How long the rest of the run will take at the pace of this epoch and the tests of the last. */
  function secondsLeft(): number {
    const epochsLeft = epochs - state.epoch + 1;
    const last = record.epochs.at(-1);
    const testing = (last?.testSeconds ?? 0) + (last?.validationSeconds ?? 0);
    return state.seconds / state.step * (loader.stepsPerEpoch * epochsLeft - state.step) +
      testing * epochsLeft;
  }

  async function finish(
    status: RunRecord["status"],
    contents: RunContents = {},
  ): Promise<RunRecord> {
    record.status = status;
    record.finishedAt = new Date().toISOString();
    await publish(contents);
    return record;
  }
}

function startOfEpoch(epoch: number): TrainingState {
  return { epoch, step: 0, lossSum: 0, correct: 0, rows: 0, tokens: 0, seconds: 0 };
}

/** What there is of a run that is gone on with, checked before any long work. */
interface EarlierRun {
  record: RunRecord;
  tokenizer: BpeTokenizer;
  checkpoint: Checkpoint | undefined;
}

async function readEarlier(options: TrainOptions): Promise<EarlierRun> {
  const { storage, config, dataset: { labels } } = options;
  const bytes = await readRequired(storage, runFiles.record);
  const record = parseRunRecordText(
    new TextDecoder().decode(bytes),
    `${storage.location}/${runFiles.record}`,
  );
  checkResumable(record, options);
  const tokenizer = await readTokenizer(storage);
  // With two numbers of the optimizer for each weight; the rest is the header.
  const parameters = countParameters(modelOfRun(config, tokenizer.vocabSize, new Task(labels)));
  const state = await storage.read(runFiles.checkpoint, 12 * parameters + MOST_OF_HEADER);
  const checkpoint = state &&
    await decodeCheckpoint(state, `${storage.location}/${runFiles.checkpoint}`);
  checkSameEpoch(record, checkpoint, storage.location);
  return { record, tokenizer, checkpoint };
}

/** The most bytes of a checkpoint beside its numbers: the rows of many epochs. */
const MOST_OF_HEADER = 2 ** 26;

/** Refuses to go on with a run that cannot be gone on with. */
function checkResumable(
  earlier: RunRecord,
  { storage: { location }, dataset, config }: TrainOptions,
): void {
  if (earlier.data.fingerprint !== dataset.fingerprint) {
    throw new Error(`${dataset.location} holds other examples than ${location} was trained on`);
  }
  const recorded = recordedConfig(earlier, `${location}/${runFiles.record}`);
  if (!isSameTraining(recorded, config, { anyEpochs: true })) {
    throw new Error(
      `${location} was trained with another configuration; only epochs can be added`,
    );
  }
  if (earlier.epochs.length > config.training.epochs) {
    throw new Error(
      `${location} has ${earlier.epochs.length} epochs already, more than the ` +
        `${config.training.epochs} asked for`,
    );
  }
}

/** Refuses a checkpoint that is of another epoch than the record. */
function checkSameEpoch(
  earlier: RunRecord,
  checkpoint: Checkpoint | undefined,
  location: string,
): void {
  if (earlier.epochs.length > 0 && checkpoint === undefined) {
    throw new Error(`${location} has no checkpoint to go on from`);
  }
  // Version 0.1 wrote the checkpoint before the record: killed in between, it is an epoch ahead.
  const ahead = (checkpoint?.epochs.length ?? 0) - earlier.epochs.length;
  if (checkpoint !== undefined && ahead !== 0 && ahead !== 1) {
    throw new Error(
      `${location}: its checkpoint is of ${checkpoint.epochs.length} epochs, its record of ` +
        `${earlier.epochs.length}`,
    );
  }
}
