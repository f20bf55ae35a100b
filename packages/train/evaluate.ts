// What a model is worth on a split: its logits row by row, and the metrics of a task over them.
import { type Batch, DataLoader, type TokenizedSplit } from "@sluice/data";
import { lengthsTensor } from "@sluice/kernels";
import type { Task } from "@sluice/runs/task";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { nextTask } from "./_next_task.ts";

/** Options of {@linkcode evaluate}. */
export interface EvaluateOptions {
  /** Called after each batch with the rows done and the rows in all. */
  onProgress?: (done: number, total: number) => void;
  /** Stops after the batch in hand; {@linkcode evaluate} then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** What a model says about a split. */
export interface Evaluation {
  /** The mean cross-entropy, in nats. */
  loss: number;
  /** The share of rows that are labelled rightly, 0 to 1. */
  accuracy: number;
  /** The mean over the classes of the F1 of each, 0 to 1. */
  macroF1: number;
  /** The logits, row-major `[rows, outputs]`, in the order of the split. */
  logits: Float32Array;
}

// Always the same batches, so that an evaluation repeats another to the last bit.
const BATCH_SIZE = 64;

/**
 * Runs a model over a split and measures its loss, accuracy and macro F1.
 *
 * @param model A model from inputs `[inputIds int32 [batch, time], lengths int32 [batch, 1]]` to logits
 * `float32 [batch, outputs]`.
 * @param split The rows and their labels; at least one row.
 * @param task What the labels mean.
 */
export async function evaluate(
  model: LayersModel,
  split: TokenizedSplit,
  task: Task,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const logits = await computeLogits(model, split, task.outputs, options);
  return { ...task.metrics(logits, split.labels), logits };
}

/** The logits of a split's rows, `[rows, outputs]`, in its order. Labels are not looked at. */
export async function computeLogits(
  model: LayersModel,
  split: TokenizedSplit,
  outputs: number,
  options: EvaluateOptions = {},
): Promise<Float32Array> {
  const rows = split.labels.length;
  const logits = new Float32Array(rows * outputs);
  if (rows === 0) return logits;
  const loader = new DataLoader(split, { batchSize: BATCH_SIZE, seed: 0, shuffle: false });
  let done = 0;
  for (const batch of loader.batches(1)) {
    options.signal?.throwIfAborted();
    const tensor = tf.tidy(() => applyModel(model, batch));
    const values = await tensor.data();
    tensor.dispose();
    batch.indices.forEach((row, index) => {
      for (let i = 0; i < outputs; i++) logits[row * outputs + i] = values[index * outputs + i]!;
    });
    done += batch.size;
    options.onProgress?.(done, rows);
    await nextTask();
  }
  return logits;
}

/**
 * The logits of a batch, `float32 [size, outputs]`; to be called in a `tf.tidy`.
 *
 * @param trainingStep The step of the run that this is, which decides what dropout drops. Missing: none.
 */
export function applyModel(
  model: LayersModel,
  { inputIds, size, time, lengths }: Pick<Batch, "inputIds" | "size" | "time" | "lengths">,
  trainingStep?: number,
): tf.Tensor2D {
  const inputs = [tf.tensor2d(inputIds, [size, time], "int32"), lengthsTensor(lengths)];
  const call = trainingStep === undefined
    ? { training: false }
    : { training: true, step: trainingStep };
  return model.apply(inputs, call) as tf.Tensor2D;
}
