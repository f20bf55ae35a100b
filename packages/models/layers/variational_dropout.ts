/**
 * Dropout of features, the same ones at every step.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { dropoutInTraining, type DropoutSource } from "./dropout_mask.ts";

/** Options of {@linkcode VariationalDropout}. */
export interface VariationalDropoutOptions extends DropoutSource {
  name: string;
}

/**
 * In training, sets each feature of a row of the batch to 0 with probability `rate`, and divides the others
 * by `1 - rate`. Of sequences [batch, time, features], a row loses the same features at all its steps:
 * variational dropout (Gal and Ghahramani 2016). Otherwise it changes nothing.
 */
export class VariationalDropout extends layers.layers.Layer {
  /** The name under which tfjs serialises the layer. */
  static readonly className = "SluiceVariationalDropout";
  readonly #options: VariationalDropoutOptions;

  /** A layer without weights. */
  constructor(options: VariationalDropoutOptions) {
    super({ name: options.name });
    this.#options = options;
  }

  /** The input's shape. */
  override computeOutputShape(inputShape: layers.Shape): layers.Shape {
    return inputShape;
  }

  /** Drops features where `training` is set, which needs `step`. */
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs?: Record<string, unknown>): tf.Tensor {
    return tf.tidy(() => {
      const input = Array.isArray(inputs) ? inputs[0]! : inputs;
      const noiseShape = input.rank === 3 ? [input.shape[0]!, 1, input.shape[2]!] : input.shape;
      return dropoutInTraining(this.#options, input, kwargs, noiseShape);
    });
  }

  /** The options, for serialisation. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }
}
tf.serialization.registerClass(
  VariationalDropout as unknown as tf.serialization.SerializableConstructor<VariationalDropout>,
);
