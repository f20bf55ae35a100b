/**
 * What a model is made from.
 *
 * @module
 */

/** The architectures that {@linkcode createModel} knows. */
export const architectures = ["bow", "cnn", "rnn", "gru", "lstm"] as const;

/** One of {@linkcode architectures}. */
export type Architecture = typeof architectures[number];

/** The ways in which the two directions of a recurrent layer join. */
export const merges = ["concat", "sum", "average", "multiply"] as const;

/** The gates of an LSTM that can be held at a value. */
export const gates = ["input", "forget", "output"] as const;

/** One of {@linkcode gates}. */
export type Gate = typeof gates[number];

/** One of {@linkcode merges}. */
export type Merge = typeof merges[number];

/** The ways in which the states of all steps become one vector. */
export const pools = ["last", "mean", "max", "attention"] as const;

/** One of {@linkcode pools}. */
export type Pool = typeof pools[number];

/** A model's architecture, sizes and seed. */
export interface ModelConfig {
  /** bow (mean of embeddings), cnn, rnn, gru or lstm. */
  architecture: Architecture;
  /**
   * Logits of a text: 1 for two classes (the default), whose sigmoid is the probability of the second; or one
   * a class, three and more, whose softmax is their probabilities.
   */
  outputs?: number;
  /** Rows of the embedding table: token ids are below it. */
  vocabSize: number;
  /** Features of a token's embedding. */
  embeddingSize: number;
  /** Recurrent models: units of each layer and direction. */
  hiddenSize: number;
  /**
   * bow: rows of the embedding table for hashed bigrams, after those of tokens, at most 2,097,152; the
   * default is 0, no bigrams.
   */
  bigramBuckets?: number;
  /** cnn: filters of each convolution, first to last; the default is 64, 64. */
  filters?: readonly number[];
  /** cnn: steps that each convolution's window spans; the default is 5 each. */
  widths?: readonly number[];
  /** Recurrent models: layers, one upon the other; the default is 1. */
  layers?: number;
  /** Whether each recurrent layer also reads the text from its end; the default is false. */
  bidirectional?: boolean;
  /** How the two directions join; the default is concat. */
  merge?: Merge;
  /** Recurrent models: how the top layer's states are pooled; the default is last. */
  pool?: Pool;
  /** lstm: gates held at a value from 0 to 1 in every layer, all at the same one; the default is none. */
  heldGates?: Readonly<Partial<Record<Gate, number>>>;
  /**
   * The share of the embeddings' features that is dropped in training, 0 to below 1; the default is 0. Here
   * as with the other rates, a text loses the same features at all its steps (variational, Gal and
   * Ghahramani 2016).
   */
  embeddingDropout?: number;
  /**
   * The share of the features dropped between layers: of what a recurrent layer hands to the next one, and
   * of what the last, dense layer reads. The default is 0.
   */
  layerDropout?: number;
  /**
   * Recurrent models: the share of the state's units dropped where the state enters the gates, in every
   * layer and direction. The default is 0.
   */
  recurrentDropout?: number;
  /** The same seed gives the same initial weights, and the same dropout at the same step. */
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
  const { outputs = 1 } = config;
  if (!Number.isInteger(outputs) || outputs < 1 || outputs === 2) {
    throw new RangeError(
      `outputs must be 1, for two classes, or the number of classes from 3 on, not ${outputs}`,
    );
  }
  checkBigrams(config);
  const { filters, widths } = convolutionsOf(config);
  if (filters.length === 0 || widths.length !== filters.length) {
    throw new RangeError(
      `filters and widths must name one or more convolutions each, not ${filters.length} and ` +
        `${widths.length}`,
    );
  }
  for (const [field, values] of [["filters", filters], ["widths", widths]] as const) {
    const wrong = values.find((value) => !Number.isInteger(value) || value < 1);
    if (wrong !== undefined) {
      throw new RangeError(`${field} must be whole numbers above 0, not ${wrong}`);
    }
  }
  if (config.merge !== undefined && !merges.includes(config.merge)) {
    throw new RangeError(`unknown merge "${config.merge}"; there is: ${merges.join(", ")}`);
  }
  if (config.pool !== undefined && !pools.includes(config.pool)) {
    throw new RangeError(`unknown pool "${config.pool}"; there is: ${pools.join(", ")}`);
  }
  checkHeldGates(config);
  checkDropout(config);
  if (!Number.isInteger(config.seed)) {
    throw new RangeError(`seed must be a whole number, not ${config.seed}`);
  }
}

function checkHeldGates({ architecture, heldGates = {} }: ModelConfig): void {
  const held = Object.entries(heldGates);
  if (held.length > 0 && architecture !== "lstm") {
    throw new RangeError(`gates can be held in an lstm alone; a ${architecture} has none of them`);
  }
  for (const [gate, value] of held) {
    if (!gates.includes(gate as Gate)) {
      throw new RangeError(`unknown gate "${gate}"; there is: ${gates.join(", ")}`);
    }
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(`a gate is held at a number from 0 to 1, not ${value}`);
    }
  }
  if (new Set(held.map(([, value]) => value)).size > 1) {
    throw new RangeError("gates that are held must be held at the same value");
  }
}

function checkBigrams({ architecture, bigramBuckets = 0 }: ModelConfig): void {
  // The most that @sluice/kernels takes.
  if (!Number.isInteger(bigramBuckets) || bigramBuckets < 0 || bigramBuckets > 2 ** 21) {
    throw new RangeError(
      `bigramBuckets must be a whole number from 0 to ${2 ** 21}, not ${bigramBuckets}`,
    );
  }
  if (bigramBuckets > 0 && architecture !== "bow") {
    throw new RangeError(`bigramBuckets go with a bow alone; the model is ${architecture}`);
  }
}

function checkDropout(config: ModelConfig): void {
  for (const field of ["embeddingDropout", "layerDropout", "recurrentDropout"] as const) {
    const { [field]: rate = 0, architecture, seed } = config;
    if (!(rate >= 0 && rate < 1)) {
      throw new RangeError(`${field} must be a number from 0 to below 1, not ${rate}`);
    }
    if (rate === 0) continue;
    if (field === "recurrentDropout" && (architecture === "bow" || architecture === "cnn")) {
      throw new RangeError(`recurrentDropout must be 0: a ${architecture} has no recurrent layer`);
    }
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`with dropout, seed must be a whole number from 0 on, not ${seed}`);
    }
  }
}

/** The convolutions of a cnn, defaults filled in. */
export function convolutionsOf(
  config: Pick<ModelConfig, "filters" | "widths">,
): { filters: readonly number[]; widths: readonly number[] } {
  const filters = config.filters ?? config.widths?.map(() => 64) ?? [64, 64];
  return { filters, widths: config.widths ?? filters.map(() => 5) };
}
