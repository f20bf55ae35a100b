/**
 * What a model is made from.
 *
 * @module
 */

/** The architectures that {@linkcode createModel} knows. */
export const architectures = ["rnn", "gru", "lstm"] as const;

/** One of {@linkcode architectures}. */
export type Architecture = typeof architectures[number];

/** The ways in which the two directions of a recurrent layer join. */
export const merges = ["concat", "sum", "average", "multiply"] as const;

/** One of {@linkcode merges}. */
export type Merge = typeof merges[number];

/** A model's architecture, sizes and seed. */
export interface ModelConfig {
  architecture: Architecture;
  /** Rows of the embedding table: token ids are below it. */
  vocabSize: number;
  /** Features of a token's embedding. */
  embeddingSize: number;
  /** Units of each recurrent layer and direction. */
  hiddenSize: number;
  /** Recurrent layers, one upon the other; the default is 1. */
  layers?: number;
  /** Whether each recurrent layer also reads the text from its end; the default is false. */
  bidirectional?: boolean;
  /** How the two directions join; the default is concat. */
  merge?: Merge;
  /** The same seed gives the same initial weights. */
  seed: number;
}

/**
 * Checks a configuration.
 *
 * @throws {RangeError} in one line that names the field.
 */
export function checkModelConfig(config: ModelConfig): void {
  if (!architectures.includes(config.architecture)) {
    throw new RangeError(
      `unknown architecture "${config.architecture}"; there is: ${architectures.join(", ")}`,
    );
  }
  for (const field of ["vocabSize", "embeddingSize", "hiddenSize", "layers"] as const) {
    const value = config[field] ?? 1;
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${field} must be a whole number above 0, not ${value}`);
    }
  }
  if (config.merge !== undefined && !merges.includes(config.merge)) {
    throw new RangeError(`unknown merge "${config.merge}"; there is: ${merges.join(", ")}`);
  }
  if (!Number.isInteger(config.seed)) {
    throw new RangeError(`seed must be a whole number, not ${config.seed}`);
  }
}
