/**
 * The layer from token ids to their embeddings.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";
import { embedding } from "@sluice/kernels";
import { TokenTable, type TokenTableOptions } from "./token_table.ts";

/** Token ids int32 [batch, time] to float32 [batch, time, embeddingSize]. */
export class TokenEmbedding extends TokenTable<TokenTableOptions> {
  /** The name under which tfjs serialises the layer. */
  static readonly className = "SluiceTokenEmbedding";

  /** [batch, time, embeddingSize] */
  override computeOutputShape(inputShape: layers.Shape): layers.Shape {
    return [...inputShape, this.options.embeddingSize];
  }

  /** Looks the ids up. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const ids = Array.isArray(inputs) ? inputs[0]! : inputs;
    return this.lookUp(ids, (ids) => embedding(ids, this.table));
  }
}
tf.serialization.registerClass(
  TokenEmbedding as unknown as tf.serialization.SerializableConstructor<TokenEmbedding>,
);
