/**
 * Rows of a table by id.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernel, withGradient } from "./run_kernel.ts";

/** Kernel name: ids, table -> embedded. */
export const FUSED_EMBEDDING = "FusedEmbedding";
/** Kernel name: ids, outputGradient -> the table's gradient. */
export const FUSED_EMBEDDING_GRADIENT = "FusedEmbeddingGradient";

/** Attributes of the gradient's kernel. */
export interface EmbeddingGradientAttributes {
  vocabularySize: number;
}

/**
 * The embedding of each id: `output[..., :] = table[ids[...], :]`.
 *
 * The gradient is summed per row of the table in the order of the ids, so it does not depend on the
 * number of threads.
 *
 * @param ids int32, any shape
 * @param table float32 [vocabulary, size]
 * @returns float32 [...ids.shape, size]
 * @throws {RangeError} on the `sluice` backend, if an id is negative or not below the vocabulary size.
 */
export function embedding(ids: tf.Tensor, table: tf.Tensor2D): tf.Tensor {
  if (ids.dtype !== "int32") throw new TypeError(`ids must be int32, not ${ids.dtype}`);
  if (!hasKernel(FUSED_EMBEDDING)) return tf.gather(table, ids);
  const attributes: EmbeddingGradientAttributes = { vocabularySize: table.shape[0] };
  return withGradient([table], (save) => {
    save([ids]);
    return {
      value: runKernel<tf.Tensor>(FUSED_EMBEDDING, { ids, table }),
      gradient: (outputGradient, [ids]) =>
        runKernel(FUSED_EMBEDDING_GRADIENT, { ids: ids!, outputGradient }, attributes),
    };
  });
}
