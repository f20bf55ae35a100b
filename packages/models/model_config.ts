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

/** The convolutions of a cnn, defaults filled in. */
export function convolutionsOf(
  config: Pick<ModelConfig, "filters" | "widths">,
): { filters: readonly number[]; widths: readonly number[] } {
  const filters = config.filters ?? config.widths?.map(() => 64) ?? [64, 64];
  return { filters, widths: config.widths ?? filters.map(() => 5) };
}
