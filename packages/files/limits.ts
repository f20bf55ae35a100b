// How large a file may be. They are far beyond what is met, and small enough for a machine to survive.

const MB = 2 ** 20;

/**
 * The most bytes that a file of each kind may have, decompressed where it is compressed. A larger one
 * is refused before it is read.
 */
export const fileLimits = {
  /** A configuration: YAML. */
  configuration: 1 * MB,
  /** A run's record: `run.json`. */
  record: 64 * MB,
  /** A tokenizer: `tokenizer.json`, `vocab.json`, `merges.txt`, a tiktoken file. */
  tokenizer: 128 * MB,
  /** A model's layers: `model.json`. */
  topology: 16 * MB,
  /** A model's weights. What reads a run's knows the exact size, too. */
  weights: 2048 * MB,
  /** The state to resume from: weights, and two numbers for each. */
  checkpoint: 6144 * MB,
  /** A run's predictions. */
  predictions: 400 * MB,
  /** A published study that a report compares with. */
  study: 16 * MB,
  /** One example: a file of its own, or a line of a file of many. */
  example: 16 * MB,
  /** A file with an example a line. */
  examples: 400 * MB,
} as const;

/** What {@linkcode fileLimits} knows. */
export type FileKind = keyof typeof fileLimits;

/** A number of bytes as a person says it: `64 MB`. */
export function sayBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit++;
  }
  return `${Number.isInteger(bytes) ? bytes : bytes.toFixed(1)} ${units[unit]}`;
}
