/**
 * The layer from token ids to the mean of their embeddings.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { embeddingMean } from "@sluice/kernels";
import { describe, uniform } from "../initializers.ts";

/** Options of {@linkcode TokenMean}. */
export interface TokenMeanOptions {
  name: string;
  vocabSize: number;
  embeddingSize: number;
  /** Rows for hashed bigrams, after those of tokens. */
  bigramBuckets: number;
  seed: number;
}

/**
 * [token ids int32 [batch, time], lengths int32 [batch, 1]] to the mean of the embeddings of each row's own
 * tokens and hashed bigrams, float32 [batch, embeddingSize]; weights drawn from +-0.05.
 */
export class TokenMean extends tf.layers.Layer {
  /** The name under which tfjs serialises the layer. */
  static readonly className = "SluiceTokenMean";
  readonly #options: TokenMeanOptions;
  #table!: tf.LayerVariable;

  /** A layer without weights yet. */
  constructor(options: TokenMeanOptions) {
    super({ name: options.name, dtype: "int32" });
    this.#options = options;
  }

  /** Creates the weights. */
  override build(): void {
    const { vocabSize, bigramBuckets, embeddingSize } = this.#options;
    const shape = [vocabSize + bigramBuckets, embeddingSize];
    this.#table = this.addWeight("embeddings", shape, "float32", this.#initializer());
    this.built = true;
  }

  /** [batch, embeddingSize] */
  override computeOutputShape(inputShape: tf.Shape[]): tf.Shape {
    return [inputShape[0]![0]! as number, this.#options.embeddingSize];
  }

  /** Looks the ids up and takes the means. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [ids, lengths] = inputs as tf.Tensor[];
      return embeddingMean(
        tf.cast(ids!, "int32") as tf.Tensor2D,
        this.#table.read() as tf.Tensor2D,
        { lengths: lengths!.dataSync(), bigramBuckets: this.#options.bigramBuckets },
      );
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
  TokenMean as unknown as tf.serialization.SerializableConstructor<TokenMean>,
);
