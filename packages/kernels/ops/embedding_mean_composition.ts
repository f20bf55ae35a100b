/**
 * The mean of embeddings of tfjs operations: for backends without the fused kernel, and to test it against.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { bigramBucket } from "./bigrams.ts";
import { maskSteps, stepMask } from "./row_lengths.ts";

/** The same operation as `embeddingMean`; see there. */
export function embeddingMeanComposition(
  ids: tf.Tensor2D,
  table: tf.Tensor2D,
  lengths: Int32Array,
  bigramBuckets: number,
): tf.Tensor2D {
  return tf.tidy(() => {
    const [batch, steps] = ids.shape;
    const values = ids.dataSync();
    const counts = lengths.map((length) =>
      bigramBuckets > 0 ? Math.max(0, 2 * length - 1) : length
    );
    const items = Math.max(1, bigramBuckets > 0 ? 2 * steps - 1 : steps);
    const rows = new Int32Array(batch * items);
    const tokens = table.shape[0] - bigramBuckets;
    lengths.forEach((length, row) => {
      const own = values.subarray(row * steps, row * steps + length);
      rows.set(own, row * items);
      if (bigramBuckets === 0) return;
      for (let i = 1; i < length; i++) {
        rows[row * items + length + i - 1] = tokens +
          bigramBucket(own[i - 1]!, own[i]!, bigramBuckets);
      }
    });
    const rowIds = tf.tensor2d(rows, [batch, items], "int32");
    const embedded = tf.gather(table, rowIds) as tf.Tensor as tf.Tensor3D;
    const sum = tf.sum(maskSteps(embedded, stepMask(counts, items)), 1);
    const divisors = tf.tensor2d(counts.map((count) => Math.max(1, count)), [batch, 1]);
    return tf.div(sum, divisors) as tf.Tensor2D;
  });
}
