// What a model is worth on a split: its logits row by row, and loss and accuracy over them.
import { DataLoader, type TokenizedSplit } from "@sluice/data";
import * as tf from "@tensorflow/tfjs";
import { nextTask } from "./_next_task.ts";
import { binaryMetrics, type Metrics, sigmoid } from "./binary_metrics.ts";

/** Options of {@linkcode evaluate}. */
export interface EvaluateOptions {
  /** Called after each batch with the rows done and the rows in all. */
  onProgress?: (done: number, total: number) => void;
  /** Stops after the batch in hand; {@linkcode evaluate} then rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** What a model says about a split. */
export interface Evaluation extends Metrics {
  /** The probability that a row is positive, in the order of the split. */
  probabilities: Float64Array;
}

// Always the same batches, so that an evaluation repeats another to the last bit.
const BATCH_SIZE = 64;

/**
 * Runs a model over a split and measures its loss and accuracy.
 *
 * @param model A model from inputs `[inputIds int32 [batch, time], lengths int32 [batch, 1]]` to logits
 * `float32 [batch, 1]`.
 * @param split The rows and their labels; at least one row.
 */
export async function evaluate(
  model: tf.LayersModel,
  split: TokenizedSplit,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const logits = await computeLogits(model, split, options);
  return {
    ...binaryMetrics(logits, split.labels),
    probabilities: Float64Array.from(logits, sigmoid),
  };
}

/** The logits of a split's rows, in its order. Labels are not looked at. */
export async function computeLogits(
  model: tf.LayersModel,
  split: TokenizedSplit,
  options: EvaluateOptions = {},
): Promise<Float32Array> {
  const logits = new Float32Array(split.labels.length);
  if (logits.length === 0) return logits;
  const loader = new DataLoader(split, { batchSize: BATCH_SIZE, seed: 0, shuffle: false });
  let done = 0;
  for (const batch of loader.batches(1)) {
    options.signal?.throwIfAborted();
    const tensor = tf.tidy(() => predictLogits(model, batch));
    const values = await tensor.data();
    tensor.dispose();
    batch.indices.forEach((row, index) => logits[row] = values[index]!);
    done += batch.size;
    options.onProgress?.(done, logits.length);
    await nextTask();
  }
  return logits;
}

/** Token ids of some rows, as a model reads them. */
export interface ModelInput {
  /** Token ids, row-major `[size, time]`, right-padded with 0. */
  inputIds: Int32Array;
  /** The number of rows. */
  size: number;
  /** The padded length. */
  time: number;
  /** The length of each row. */
  lengths: Int32Array;
}

/**
 * The logits of a batch, `float32 [size]`; to be called in a `tf.tidy`.
 *
 * @param trainingStep The step of the run that this is, which decides what dropout drops. Missing: none.
 */
export function predictLogits(
  model: tf.LayersModel,
  { inputIds, size, time, lengths }: ModelInput,
  trainingStep?: number,
): tf.Tensor1D {
  const inputs = [
    tf.tensor2d(inputIds, [size, time], "int32"),
    tf.tensor2d(lengths, [size, 1], "int32"),
  ];
  const call = trainingStep === undefined
    ? { training: false }
    : { training: true, step: trainingStep };
  const logits = model.apply(inputs, call) as tf.Tensor;
  return tf.reshape(logits, [size]) as tf.Tensor1D;
}
