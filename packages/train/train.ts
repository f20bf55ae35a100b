// The training recipe, from reviews to a trained model in a run's folder. It is one function on
// purpose: everything that happens, happens here and in this order.
import { DataLoader, type Dataset, tokenizeSplit } from "@sluice/data";
import { Adam, clipByGlobalNorm, sigmoidCrossEntropy, useDevice } from "@sluice/kernels";
import { createModel } from "@sluice/models";
import { BpeTokenizer } from "@sluice/tokenizer";
import * as tf from "@tensorflow/tfjs";
import { basename, dirname, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { copyWeights, restoreWeights } from "./_model_weights.ts";
import { nextTask } from "./_next_task.ts";
import { isCorrect } from "./binary_metrics.ts";
import {
  type Checkpoint,
  readCheckpoint,
  type TrainingState,
  writeCheckpoint,
} from "./checkpoint.ts";
import {
  describeInitialization,
  describeMachine,
  describeModel,
  describeSplit,
  describeVersions,
  fingerprintText,
  peakMemoryBytes,
} from "./describe_run.ts";
import { chosenEpochs } from "./epoch_rows.ts";
import { evaluate, predictLogits } from "./evaluate.ts";
import { readTokenizer } from "./load_run.ts";
import { modelConfig } from "./model_config.ts";
import { writeModelFiles } from "./model_files.ts";
import { formatPredictions } from "./predictions.ts";
import { recordedConfig } from "./recorded_config.ts";
import { type EpochRow, readRunRecord, type RunRecord } from "./run_record.ts";
import { runPaths } from "./run_paths.ts";
import { splitExamples } from "./split_examples.ts";
import type { TrainConfig } from "./train_config.ts";
import type { TrainProgress } from "./train_progress.ts";
import { writeFileAtomically } from "./write_file_atomically.ts";

/** Options of {@linkcode train}. */
export interface TrainOptions {
  /** What to train, and how. */
  config: TrainConfig;
  /** What to train on. */
  dataset: Dataset;
  /** The run's folder. It must not exist yet, unless the run is resumed. */
  folder: string;
  /**
   * Goes on with the run in the folder. Its configuration must equal `config`, but for the number of
   * epochs and the source of the data. A run that has all its epochs is left as it is.
   */
  resume?: boolean;
  /** What computes. Default: `cpu`. */
  device?: "cpu";
  /** The number of threads. Default: what the device chooses. Results do not depend on it. */
  threads?: number;
  /** The command line, for the record. */
  command?: string;
  /** Called as training goes on. */
  onProgress?: (progress: TrainProgress) => void;
  /** Finishes the step in hand, writes a checkpoint, and ends the run as `interrupted`. */
  signal?: AbortSignal;
}

/**
 * Trains a model and keeps everything about it in the run's folder: the record, the tokenizer, the model,
 * a checkpoint, and the predictions on the test reviews. All of it is written after each epoch.
 *
 * The same configuration and data give the same weights, bit by bit, whether or not the run was
 * interrupted, or killed, and resumed in between.
 *
 * @returns The record as it was last written. Its status is `completed`, or `interrupted` where the
 * signal said so.
 * @throws {Error} One line: data that cannot be trained on, a loss that is no number, a disk that is
 * full. If training had begun, the record says `failed`, and the run can be resumed; else there is no
 * folder.
 */
export async function train(options: TrainOptions): Promise<RunRecord> {
  const { config, dataset, folder, signal, resume = false } = options;
  const report = options.onProgress ?? (() => {});
  const paths = runPaths(folder);
  const earlier = resume ? await readRunRecord(paths.record) : undefined;
  const checkpoint = resume ? await readCheckpoint(paths.checkpoint) : undefined;
  if (earlier !== undefined) {
    checkResumable(earlier, checkpoint, options);
    const isDone = earlier.epochs.length >= config.training.epochs;
    if (isDone && earlier.status === "completed") return earlier;
  }

  // 1. Data: draw the reviews, learn the tokens from those to train on, cut all into tokens.
  const examples = splitExamples(dataset, config.data);
  report({ phase: "tokenizing", reviews: examples.train.length });
  await nextTask();
  const tokenizer = earlier === undefined
    ? BpeTokenizer.train(examples.train.map((example) => example.text), {
      vocabSize: config.data.vocabSize,
      specialTokens: ["<pad>"],
    })
    : await readTokenizer(paths.tokenizer);
  const tokenizerJson = JSON.stringify(tokenizer.toJSON()) + "\n";
  const { maxLength } = config.data;
  const trainSplit = tokenizeSplit(examples.train, tokenizer, { maxLength });
  const testSplit = tokenizeSplit(examples.test, tokenizer, { maxLength });
  const validationSplit = examples.validation.length === 0
    ? undefined
    : tokenizeSplit(examples.validation, tokenizer, { maxLength });
  const loader = new DataLoader(trainSplit, {
    batchSize: config.training.batchSize,
    seed: config.training.seed,
    shuffle: true,
    buckets: config.training.buckets,
  });

  // 2. Model and optimizer, on the device.
  const device = await useDevice(options.device ?? "cpu", {
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  });
  const model = createModel(modelConfig(config, tokenizer.vocabSize));
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const { learningRate, weightDecay, epsilon, clipNorm } = config.optimizer;
  const adam = new Adam({ learningRate, weightDecay, epsilon });

  // 3. The record, and the state to go on from.
  const record: RunRecord = {
    version: 1,
    id: basename(resolve(folder)),
    status: "running",
    command: earlier?.command ?? options.command ?? "",
    startedAt: earlier?.startedAt ?? new Date().toISOString(),
    configuration: { ...config } as unknown as RunRecord["configuration"],
    model: describeModel(config.model.architecture, model),
    data: {
      name: dataset.name,
      location: dataset.location,
      fingerprint: dataset.fingerprint,
      ...(dataset.notice === undefined ? {} : { notice: dataset.notice }),
      maxLength,
      train: describeSplit(examples.train, trainSplit),
      ...(validationSplit === undefined
        ? {}
        : { validation: describeSplit(examples.validation, validationSplit) }),
      test: describeSplit(examples.test, testSplit),
    },
    tokenizer: {
      kind: "byte-level-bpe",
      vocabSize: tokenizer.vocabSize,
      fingerprint: fingerprintText(tokenizerJson),
    },
    optimizer: { ...config.optimizer, beta1: 0.9, beta2: 0.999 },
    seeds: {
      data: config.data.seed,
      model: config.training.seed,
      training: config.training.seed,
    },
    device: { ...device },
    machine: describeMachine(),
    peakMemoryBytes: earlier?.peakMemoryBytes ?? 0,
    versions: describeVersions(),
    initialization: describeInitialization(model),
    epochs: checkpoint?.epochs ?? [],
  };
  Object.assign(record, chosenEpochs(record.epochs));
  const saveRecord = async () => {
    record.peakMemoryBytes = Math.max(record.peakMemoryBytes, peakMemoryBytes());
    Object.assign(record, chosenEpochs(record.epochs));
    await writeFileAtomically(paths.record, JSON.stringify(record, null, 2) + "\n");
  };
  const startOfEpoch = (epoch: number): TrainingState => (
    { epoch, step: 0, lossSum: 0, correct: 0, rows: 0, tokens: 0, seconds: 0 }
  );
  let state = checkpoint?.state ?? startOfEpoch(1);
  if (checkpoint !== undefined) {
    restoreWeights(model, checkpoint.weights, paths.checkpoint);
    adam.setState(checkpoint.optimizer);
  }
  const saveCheckpoint = async () =>
    await writeCheckpoint(paths.checkpoint, {
      state,
      epochs: record.epochs,
      weights: await copyWeights(model),
      optimizer: adam.getState(),
    });

  let ready = false;
  try {
    if (resume) await saveRecord();
    else await createFolder();
    ready = true;
    report({ phase: "start", record, state: { ...state } });

    // 4. The loop.
    while (state.epoch <= config.training.epochs) {
      const { epoch } = state;
      let index = 0;
      for (const batch of loader.batches(epoch)) {
        if (index++ < state.step) continue; // Done before the run was resumed.
        const began = performance.now();
        // Counted over all epochs, and from the state alone: a resumed run drops what it would have dropped.
        const trainingStep = (epoch - 1) * loader.stepsPerEpoch + state.step;

        // One step: forward, loss, backward, update.
        const [lossTensor, logitsTensor] = tf.tidy(() => {
          const labels = tf.tensor1d(batch.labels, "float32");
          let logits: tf.Tensor1D | undefined;
          const { value, grads } = tf.variableGrads(() => {
            logits = tf.keep(predictLogits(model, batch, trainingStep));
            return sigmoidCrossEntropy(labels, logits);
          }, variables);
          const gradients = variables.map((variable) => grads[variable.name]!);
          adam.step(
            variables,
            clipNorm === 0 ? gradients : clipByGlobalNorm(gradients, clipNorm).clipped,
          );
          return [value, logits!] as const;
        });
        const [loss = NaN] = await lossTensor.data();
        const logits = await logitsTensor.data();
        tf.dispose([lossTensor, logitsTensor]);

        state.step++;
        if (!Number.isFinite(loss)) {
          throw new Error(
            `the loss is ${loss} at step ${state.step} of epoch ${epoch}; try a lower ` +
              `learning rate, or clip the gradients`,
          );
        }
        state.lossSum += loss * batch.size;
        state.rows += batch.size;
        for (let row = 0; row < batch.size; row++) {
          if (isCorrect(logits[row]!, batch.labels[row]!)) state.correct++;
          state.tokens += batch.lengths[row]!;
        }
        state.seconds += (performance.now() - began) / 1000;
        report({
          phase: "step",
          epoch,
          epochs: config.training.epochs,
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
      const row = signal?.aborted ? undefined : await evaluateEpoch();
      if (row === undefined) {
        await saveCheckpoint();
        return await finish("interrupted");
      }
      record.epochs.push(row);
      state = startOfEpoch(epoch + 1);
      await saveCheckpoint();
      await saveRecord();
      report({ phase: "epoch", row, epochs: config.training.epochs });
    }
    return await finish("completed");
  } catch (error) {
    if (ready) {
      record.error = (error as Error).message.split("\n")[0]!;
      // The error that led here is the one to report, even if the record cannot be written.
      await finish("failed").catch(() => {});
    }
    throw error;
  } finally {
    adam.dispose();
    model.dispose();
  }

  /** Measures the model at the end of an epoch and writes it; undefined where interrupted. */
  async function evaluateEpoch(): Promise<EpochRow | undefined> {
    const { epoch } = state;
    const { epochs } = config.training;
    const progress = (part: "test" | "validation") => (done: number, total: number) =>
      report({ phase: "evaluate", part, epoch, epochs, done, total });
    try {
      let began = performance.now();
      const test = await evaluate(model, testSplit, { signal, onProgress: progress("test") });
      const testSeconds = (performance.now() - began) / 1000;
      began = performance.now();
      const validation = validationSplit &&
        await evaluate(model, validationSplit, { signal, onProgress: progress("validation") });
      const validationSeconds = (performance.now() - began) / 1000;

      const predictions = examples.test.map(({ id, label }, row) => ({
        id,
        label: label as 0 | 1,
        probability: test.probabilities[row]!,
        length: testSplit.offsets[row + 1]! - testSplit.offsets[row]!,
      }));
      await writeModelFiles(paths.model, model);
      await writeFileAtomically(paths.predictions, formatPredictions(predictions));
      return {
        epoch,
        trainLoss: state.lossSum / state.rows,
        trainAccuracy: state.correct / state.rows,
        testLoss: test.loss,
        testAccuracy: test.accuracy,
        ...(validation === undefined ? {} : {
          validationLoss: validation.loss,
          validationAccuracy: validation.accuracy,
          validationSeconds,
        }),
        trainSeconds: state.seconds,
        testSeconds,
        trainTokens: state.tokens,
        tokensPerSecond: state.tokens / state.seconds,
        steps: state.step,
      };
    } catch (error) {
      if (signal?.aborted && error === signal.reason) return undefined;
      throw error;
    }
  }

  /** How long the rest of the run will take at the pace of this epoch and the tests of the last. */
  function secondsLeft(): number {
    const epochsLeft = config.training.epochs - state.epoch + 1;
    const last = record.epochs.at(-1);
    const testing = (last?.testSeconds ?? 0) + (last?.validationSeconds ?? 0);
    return state.seconds / state.step * (loader.stepsPerEpoch * epochsLeft - state.step) +
      testing * epochsLeft;
  }

  async function finish(status: RunRecord["status"]): Promise<RunRecord> {
    record.status = status;
    record.finishedAt = new Date().toISOString();
    await saveRecord();
    return record;
  }

  /** Makes the run's folder with all that there is before the first step, or nothing. */
  async function createFolder(): Promise<void> {
    await makeFolder(folder);
    try {
      await Deno.mkdir(paths.checkpoint);
      await Deno.mkdir(paths.model);
      await writeFileAtomically(paths.tokenizer, tokenizerJson);
      await saveRecord();
    } catch (error) {
      await Deno.remove(folder, { recursive: true }).catch(() => {});
      throw error;
    }
  }
}

/** Refuses to go on with a run that cannot be gone on with. */
function checkResumable(
  earlier: RunRecord,
  checkpoint: Checkpoint | undefined,
  { folder, dataset, config }: TrainOptions,
): void {
  if (earlier.data.fingerprint !== dataset.fingerprint) {
    throw new Error(`${dataset.location} holds other reviews than ${folder} was trained on`);
  }
  if (earlier.epochs.length > 0 && checkpoint === undefined) {
    throw new Error(`${folder} has no checkpoint to go on from`);
  }
  const comparable = ({ model, data, optimizer, training }: TrainConfig) => ({
    model,
    data: { ...data, source: "" },
    optimizer,
    training: { ...training, epochs: 0 },
  });
  const recorded = recordedConfig(earlier, runPaths(folder).record);
  if (!isDeepStrictEqual(comparable(recorded), comparable(config))) {
    throw new Error(`${folder} was trained with another configuration; only epochs can be added`);
  }
}

/** Makes a folder, which must not exist, and those above it. */
async function makeFolder(folder: string): Promise<void> {
  const refuse = (path: string) => (error: Error) => {
    const isThere = error instanceof Deno.errors.AlreadyExists;
    const reason = path === folder ? `${folder} exists already` : `${path} is not a folder`;
    throw new Error(isThere ? reason : `cannot make ${folder}: ${error.message}`, { cause: error });
  };
  const parent = dirname(folder);
  await Deno.mkdir(parent, { recursive: true }).catch(refuse(parent));
  await Deno.mkdir(folder).catch(refuse(folder));
}
