// The names of the files in a run's folder.

/** The files of a run. */
export interface RunPaths {
  /** The record: `run.json`. */
  record: string;
  /** The tokenizer: `tokenizer.json`. */
  tokenizer: string;
  /** The model as TensorFlow.js saves it: a folder with `model.json` and `weights.bin`. */
  model: string;
  /** The state to resume from: a folder. */
  checkpoint: string;
  /** What the model says about each test example: `predictions.jsonl`. */
  predictions: string;
}

/**
 * The files of the run in a folder.
 *
 * @example
 * ```ts
 * import { runPaths } from "@sluice/runs";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(runPaths("runs/lstm-imdb-1").record, "runs/lstm-imdb-1/run.json");
 * ```
 */
export function runPaths(folder: string): RunPaths {
  return {
    record: `${folder}/run.json`,
    tokenizer: `${folder}/tokenizer.json`,
    model: `${folder}/model`,
    checkpoint: `${folder}/checkpoint`,
    predictions: `${folder}/predictions.jsonl`,
  };
}
