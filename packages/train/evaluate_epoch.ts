// What a model is worth at the end of an epoch: on the test examples, and on those that were held out.
import type { Prediction } from "@sluice/runs/predictions";
import type { EpochRow } from "@sluice/runs/run_record";
import type { Task } from "@sluice/runs/task";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { TrainingState } from "./checkpoint.ts";
import { evaluate } from "./evaluate.ts";
import type { PreparedData } from "./prepare_data.ts";

/** An epoch's row, and what the model says of each test example. */
export interface EvaluatedEpoch {
  /** The row. */
  row: EpochRow;
  /** One prediction a test example, in their order. */
  predictions: Prediction[];
}

/** Options of {@linkcode evaluateEpoch}. */
export interface EvaluateEpochOptions {
  /** Called after each batch. */
  onProgress: (part: "test" | "validation", done: number, total: number) => void;
  /** Stops after the batch in hand. */
  signal: AbortSignal | undefined;
}

/**
 * Tests a model and puts an epoch's figures together.
 *
 * @returns The epoch; undefined where the signal ended it.
 */
export async function evaluateEpoch(
  model: LayersModel,
  task: Task,
  data: PreparedData,
  state: TrainingState,
  { onProgress, signal }: EvaluateEpochOptions,
): Promise<EvaluatedEpoch | undefined> {
  const timed = async (part: "test" | "validation", split: PreparedData["test"]) => {
    const began = performance.now();
    const { logits, ...metrics } = await evaluate(model, split, task, {
      signal,
      onProgress: (done, total) => onProgress(part, done, total),
    });
    return { logits, metrics, seconds: (performance.now() - began) / 1000 };
  };
  try {
    const test = await timed("test", data.test);
    const validation = data.validation && await timed("validation", data.validation);
    const { offsets } = data.test;
    return {
      row: {
        epoch: state.epoch,
        train: { loss: state.lossSum / state.rows, accuracy: state.correct / state.rows },
        test: test.metrics,
        ...(validation === undefined
          ? {}
          : { validation: validation.metrics, validationSeconds: validation.seconds }),
        trainSeconds: state.seconds,
        testSeconds: test.seconds,
        trainTokens: state.tokens,
        tokensPerSecond: state.tokens / state.seconds,
        steps: state.step,
      },
      predictions: data.examples.test.map(({ id, label }, row) => ({
        id,
        label,
        probabilities: task.probabilities(test.logits, row),
        length: offsets[row + 1]! - offsets[row]!,
      })),
    };
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return undefined;
    throw error;
  }
}
