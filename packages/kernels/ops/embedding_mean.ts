/**
 * The mean of a row's embeddings as one operation, hashed bigrams included.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs-core";
import { MOST_BIGRAM_BUCKETS } from "./bigrams.ts";
import { embeddingMeanComposition } from "./embedding_mean_composition.ts";
import { checkLengths, type RowLengths } from "./row_lengths.ts";
import { hasKernel, runKernel, withGradient } from "./run_kernel.ts";

/** Kernel name: ids, table -> mean. */
export const FUSED_EMBEDDING_MEAN = "FusedEmbeddingMean";
/** Kernel name: ids, outputGradient -> the table's gradient. */
export const FUSED_EMBEDDING_MEAN_GRADIENT = "FusedEmbeddingMeanGradient";

/** What both kernels get as attributes. */
export interface EmbeddingMeanAttributes {
  /** [batch]; nobody changes it. */
  lengths: Int32Array;
  /** Rows of the table, those of bigrams included. */
  tableRows: number;
  bigramBuckets: number;
}

/** Options of {@linkcode embeddingMean}. */
export interface EmbeddingMeanOptions {
  /** The length of each row, 0 to the number of steps; the default is all steps. */
  lengths?: RowLengths;
  /** How many of the table's last rows are those of bigrams; the default is 0: no bigrams. */
  bigramBuckets?: number;
}

/**
 * The mean of the embeddings of each row's own tokens: with n a row's length,
 *
 *     output = (table[id_1] + ... + table[id_n]) / n
 *
 * and zeros for a row without tokens. With b = `bigramBuckets`, the table's last b rows are those of
 * bigrams: each two neighbours in a row add the row that a hash of their ids gives, and the sum is divided
 * by n + n - 1. That is the model of fastText (Joulin, Grave, Bojanowski and Mikolov 2016, "Bag of tricks
 * for efficient text classification") over token ids.
 *
 * On the `sluice` backend it is one fused kernel that never writes [batch, time, size], and the same bytes
 * for any number of threads; elsewhere it is composed of tfjs operations.
 *
 * @example
 * ```ts
 * import { embeddingMean, useDevice } from "@sluice/kernels";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await useDevice("cpu");
 * const table = tf.tensor2d([[9, 9], [1, 5], [3, 1]]);
 * const ids = tf.tensor2d([[1, 2, 0], [2, 0, 0]], undefined, "int32");
 * console.log(embeddingMean(ids, table, { lengths: [2, 1] }).arraySync()); // [[2, 3], [3, 1]]
 * ```
 *
 * @param ids int32 [batch, time]; what lies beyond a row's length never matters
 * @param table float32 [vocabulary + bigramBuckets, size]
 * @param options Lengths and bigrams.
 * @returns float32 [batch, size]
 * @throws {RangeError} if a shape or a length does not fit, the table has no more rows than buckets, or, on
 * the `sluice` backend, an id is negative or not below the vocabulary's size.
 */
export function embeddingMean(
  ids: tf.Tensor2D,
  table: tf.Tensor2D,
  options: EmbeddingMeanOptions = {},
): tf.Tensor2D {
  const { bigramBuckets = 0 } = options;
  if (ids.dtype !== "int32") throw new TypeError(`ids must be int32, not ${ids.dtype}`);
  if (ids.rank !== 2) throw new RangeError(`ids must have shape [batch, time], not [${ids.shape}]`);
  if (table.rank !== 2) {
    throw new RangeError(`the table must have shape [rows, size], not [${table.shape}]`);
  }
  if (
    !(Number.isInteger(bigramBuckets) && bigramBuckets >= 0 && bigramBuckets <= MOST_BIGRAM_BUCKETS)
  ) {
    throw new RangeError(
      `bigramBuckets must be a whole number from 0 to ${MOST_BIGRAM_BUCKETS}, not ${bigramBuckets}`,
    );
  }
  const tableRows = table.shape[0];
  if (tableRows <= bigramBuckets) {
    throw new RangeError(
      `a table of ${tableRows} rows has none for tokens beside ${bigramBuckets} bigram buckets`,
    );
  }
  const lengths = checkLengths(ids.shape[0], ids.shape[1], options.lengths);
  if (!hasKernel(FUSED_EMBEDDING_MEAN)) {
    return embeddingMeanComposition(ids, table, lengths, bigramBuckets);
  }
  const attributes: EmbeddingMeanAttributes = { lengths, tableRows, bigramBuckets };
  return withGradient([table], (save) => {
    save([ids]);
    return {
      value: runKernel<tf.Tensor>(FUSED_EMBEDDING_MEAN, { ids, table }, attributes),
      gradient: (outputGradient, [ids]) =>
        runKernel(FUSED_EMBEDDING_MEAN_GRADIENT, { ids: ids!, outputGradient }, attributes),
    };
  }) as tf.Tensor2D;
}
