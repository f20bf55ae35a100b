// Where a run is kept, as training sees it: a folder, the memory, or what a page has.

/** The names of a run's files. */
export const runFiles = {
  /** The record. */
  record: "run.json",
  /** The tokenizer. */
  tokenizer: "tokenizer.json",
  /** The model's layers, as TensorFlow.js saves them. */
  topology: "model/model.json",
  /** The model's weights. */
  weights: "model/weights.bin",
  /** The state to resume from. */
  checkpoint: "checkpoint/state.safetensors",
  /** What the model says about each test example. */
  predictions: "predictions.jsonl",
} as const;

/** The name of one of {@linkcode runFiles}. */
export type RunFile = typeof runFiles[keyof typeof runFiles];

/** Contents by the name of the file; a text is kept as UTF-8. */
export type RunContents = Readonly<Partial<Record<RunFile, string | Uint8Array>>>;

/** The files of one run, to be read. */
export interface RunReader {
  /** The run's name. */
  readonly id: string;
  /** What messages call it: a folder's path. */
  readonly location: string;
  /**
   * The bytes of a file; undefined where there is none.
   *
   * @param limit The most bytes that it may have, where that is known.
   * @throws {Error} One line, where there is one that cannot be read, or it is larger.
   */
  read(file: RunFile, limit?: number): Promise<Uint8Array | undefined>;
}

/** The files of one run, to be read and written. */
export interface RunStorage extends RunReader {
  /**
   * Writes files together: whatever happens, whoever reads finds all of them as they were, or all of
   * them as given. The first call makes the run.
   *
   * @throws {Error} One line, where they cannot be written; all are then as they were.
   */
  publish(contents: RunContents): Promise<void>;
}
