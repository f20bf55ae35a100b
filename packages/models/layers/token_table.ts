/**
 * What layers share that look token ids up in a table.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { describe, uniform } from "../initializers.ts";

/** Options of a {@linkcode TokenTable}. */
export interface TokenTableOptions {
  name: string;
  vocabSize: number;
  embeddingSize: number;
  seed: number;
}

/** A layer of token ids, int32, with a table of embeddings drawn from +-0.05. */
export abstract class TokenTable<Options extends TokenTableOptions> extends layers.layers.Layer {
  /** The options. */
  protected readonly options: Options;
  #table!: layers.LayerVariable;

  /** A layer without weights yet. */
  constructor(options: Options) {
    super({ name: options.name, dtype: "int32" });
    this.options = options;
  }

  /** The table, float32 [rows, embeddingSize]. */
  protected get table(): tf.Tensor2D {
    return this.#table.read() as tf.Tensor2D;
  }

  /** The number of the table's rows. */
  protected get rows(): number {
    return this.options.vocabSize;
  }

  /** Creates the weights. */
  override build(): void {
    const shape = [this.rows, this.options.embeddingSize];
    this.#table = this.addWeight("embeddings", shape, "float32", this.#initializer());
    this.built = true;
  }

  /** The options and the initializer, for serialisation and records. */
  override getConfig(): tf.serialization.ConfigDict {
    const embeddingsInitializer = describe(this.#initializer());
    return { ...super.getConfig(), ...this.options, embeddingsInitializer };
  }

  /** Looks ids up as integers. Those that are integers already are not cast: that is an operation a step. */
  protected lookUp(ids: tf.Tensor, look: (ids: tf.Tensor) => tf.Tensor): tf.Tensor {
    if (ids.dtype === "int32") return look(ids);
    return tf.tidy(() => look(tf.cast(ids, "int32")));
  }

  #initializer() {
    return uniform(0.05, this.options.seed);
  }
}
