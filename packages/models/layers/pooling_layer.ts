/**
 * Pooling over time as a layer that knows how long each row is.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { pool, type PoolingKind } from "@sluice/kernels";
import { describe, uniformForFanIn } from "../initializers.ts";

/** Options of {@linkcode PoolingLayer}. */
export interface PoolingLayerOptions {
  name: string;
  kind: PoolingKind;
  seed: number;
}

/**
 * [input float32 [batch, time, features], lengths int32 [batch, 1]] to one vector for each row, float32
 * [batch, features], from the row's own steps. Attention learns a vector, drawn from +-1/sqrt(features).
 */
export class PoolingLayer extends layers.layers.Layer {
  /** The name under which tfjs serialises the layer. */
  static readonly className = "SluicePooling";
  readonly #options: PoolingLayerOptions;
  #vector: layers.LayerVariable | undefined;
  #features = 1;

  /** A layer without weights yet. */
  constructor(options: PoolingLayerOptions) {
    super({ name: options.name });
    this.#options = options;
  }

  /** Creates the attention's vector. */
  override build(inputShape: layers.Shape[]): void {
    this.#features = inputShape[0]!.at(-1)!;
    if (this.#options.kind === "attention") {
      this.#vector = this.addWeight(
        "attention",
        [this.#features],
        "float32",
        this.#initializer(),
      );
    }
    this.built = true;
  }

  /** [batch, features] */
  override computeOutputShape(inputShape: layers.Shape[]): layers.Shape {
    return [inputShape[0]![0]! as number, inputShape[0]!.at(-1)! as number];
  }

  /** Pools. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [input, lengths] = inputs as tf.Tensor[];
      const vector = this.#vector?.read() as tf.Tensor1D | undefined;
      return pool(input as tf.Tensor3D, this.#options.kind, lengths!, vector);
    });
  }

  /** The options and the initializer, for serialisation and records. */
  override getConfig(): tf.serialization.ConfigDict {
    const drawn = this.#vector ? { attentionInitializer: describe(this.#initializer()) } : {};
    return { ...super.getConfig(), ...this.#options, ...drawn };
  }

  #initializer() {
    return uniformForFanIn(this.#features, this.#options.seed);
  }
}
tf.serialization.registerClass(
  PoolingLayer as unknown as tf.serialization.SerializableConstructor<PoolingLayer>,
);
