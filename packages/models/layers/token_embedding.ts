/**
 * The layer from token ids to their embeddings.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { embedding } from "@sluice/kernels";
import { describe, uniform } from "../initializers.ts";

/** Options of {@linkcode TokenEmbedding}. */
export interface TokenEmbeddingOptions {
  name: string;
  vocabSize: number;
  embeddingSize: number;
  seed: number;
}

/** Token ids int32 [batch, time] to float32 [batch, time, embeddingSize]; weights drawn from +-0.05. */
export class TokenEmbedding extends tf.layers.Layer {
  /** The name under which tfjs serialises the layer. */
  static readonly className = "SluiceTokenEmbedding";
  readonly #options: TokenEmbeddingOptions;
  #table!: tf.LayerVariable;

  /** A layer without weights yet. */
  constructor(options: TokenEmbeddingOptions) {
    super({ name: options.name, dtype: "int32" });
    this.#options = options;
  }

  /** Creates the weights. */
  override build(): void {
    const { vocabSize, embeddingSize } = this.#options;
    const shape = [vocabSize, embeddingSize];
    this.#table = this.addWeight("embeddings", shape, "float32", this.#initializer());
    this.built = true;
  }

  /** [batch, time, embeddingSize] */
  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape, this.#options.embeddingSize];
  }

  /** Looks the ids up. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const ids = Array.isArray(inputs) ? inputs[0]! : inputs;
      return embedding(tf.cast(ids, "int32"), this.#table.read() as tf.Tensor2D);
    });
  }

  /** The options and the initializer, for serialisation and records. */
  override getConfig(): tf.serialization.ConfigDict {
    const embeddingsInitializer = describe(this.#initializer());
    return { ...super.getConfig(), ...this.#options, embeddingsInitializer };
  }

  #initializer() {
    return uniform(0.05, this.#options.seed);
  }
}
tf.serialization.registerClass(
  TokenEmbedding as unknown as tf.serialization.SerializableConstructor<TokenEmbedding>,
);
