/**
 * The layer from token ids to the mean of their embeddings.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";
import { embeddingMean } from "@sluice/kernels";
import { TokenTable, type TokenTableOptions } from "./token_table.ts";

/** Options of {@linkcode TokenMean}. */
export interface TokenMeanOptions extends TokenTableOptions {
  /** Rows for hashed bigrams, after those of tokens. */
  bigramBuckets: number;
}

/**
 * [token ids int32 [batch, time], lengths int32 [batch, 1]] to the mean of the embeddings of each row's own
 * tokens and hashed bigrams, float32 [batch, embeddingSize].
 */
export class TokenMean extends TokenTable<TokenMeanOptions> {
  /** The name under which tfjs serialises the layer. */
  static readonly className = "SluiceTokenMean";

  /** One a token and one a bucket of bigrams. */
  protected override get rows(): number {
    return this.options.vocabSize + this.options.bigramBuckets;
  }

  /** [batch, embeddingSize] */
  override computeOutputShape(inputShape: layers.Shape[]): layers.Shape {
    return [inputShape[0]![0]! as number, this.options.embeddingSize];
  }

  /** Looks the ids up and takes the means. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [ids, lengths] = inputs as tf.Tensor[];
    const { bigramBuckets } = this.options;
    return this.lookUp(
      ids!,
      (ids) => embeddingMean(ids as tf.Tensor2D, this.table, { lengths: lengths!, bigramBuckets }),
    );
  }
}
tf.serialization.registerClass(
  TokenMean as unknown as tf.serialization.SerializableConstructor<TokenMean>,
);
