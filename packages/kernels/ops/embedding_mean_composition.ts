/**
 * The mean of embeddings of tfjs operations: for backends without the fused kernel, and to test it against.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { bigramBucket } from "./bigrams.ts";
import { readNow } from "./lengths_tensor.ts";
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
    if (bigramBuckets === 0) {
      // What lies beyond a row's end may be no id at all.
      const own = stepMask(lengths, steps);
      const rowIds = tf.where(tf.reshape(own, [batch, steps]), ids, tf.zerosLike(ids));
      return meanOf(table, tf.cast(rowIds, "int32") as tf.Tensor2D, lengths);
    }
    const values = readNow(ids, "ids, whose bigrams are hashed") as Int32Array;
    const counts = lengths.map((length) => Math.max(0, 2 * length - 1));
    const items = Math.max(1, 2 * steps - 1);
    const rows = new Int32Array(batch * items);
    const tokens = table.shape[0] - bigramBuckets;
    lengths.forEach((length, row) => {
      const own = values.subarray(row * steps, row * steps + length);
      rows.set(own, row * items);
      for (let i = 1; i < length; i++) {
        rows[row * items + length + i - 1] = tokens +
          bigramBucket(own[i - 1]!, own[i]!, bigramBuckets);
      }
    });
    return meanOf(table, tf.tensor2d(rows, [batch, items], "int32"), counts);
  });
}

/** The mean of the first `counts` of each row's items, int32 [batch, items]: rows of the table. */
function meanOf(table: tf.Tensor2D, items: tf.Tensor2D, counts: Int32Array): tf.Tensor2D {
  const [batch, most] = items.shape;
  const embedded = tf.gather(table, items) as tf.Tensor as tf.Tensor3D;
  const sum = tf.sum(maskSteps(embedded, stepMask(counts, most)), 1);
  const divisors = tf.tensor2d(counts.map((count) => Math.max(1, count)), [batch, 1]);
  return tf.div(sum, divisors) as tf.Tensor2D;
}
