/**
 * The LSTM as a layer that knows how long each row is.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { lstm } from "@sluice/kernels";
import { uniformForFanIn } from "../initializers.ts";

/** Options of {@linkcode LstmLayer}. */
export interface LstmLayerOptions {
  name: string;
  hiddenSize: number;
  /** The state after every step, not the last alone. */
  returnSequences: boolean;
  /** Read each row from its own end. */
  reverse: boolean;
  seed: number;
}

/**
 * [input float32 [batch, time, features], lengths int32 [batch, 1]] to the last state, float32
 * [batch, hiddenSize], or with `returnSequences` all of them, [batch, time, hiddenSize].
 *
 * Weights have Keras's names, shapes and gate order (i, f, c, o), drawn from +-1/sqrt(hiddenSize).
 */
export class LstmLayer extends tf.layers.Layer {
  /** The name under which tfjs serialises the layer. */
  static readonly className = "SluiceLstm";
  readonly #options: LstmLayerOptions;
  #kernel!: tf.LayerVariable;
  #recurrentKernel!: tf.LayerVariable;
  #bias!: tf.LayerVariable;

  /** A layer without weights yet. */
  constructor(options: LstmLayerOptions) {
    super({ name: options.name });
    this.#options = options;
  }

  /** Creates the weights. */
  override build(inputShape: tf.Shape[]): void {
    const { hiddenSize, seed } = this.#options;
    const features = inputShape[0]!.at(-1)!;
    const weight = (name: string, shape: number[], offset: number) =>
      this.addWeight(name, shape, "float32", uniformForFanIn(hiddenSize, seed + offset));
    this.#kernel = weight("kernel", [features, 4 * hiddenSize], 0);
    this.#recurrentKernel = weight("recurrent_kernel", [hiddenSize, 4 * hiddenSize], 1);
    this.#bias = weight("bias", [4 * hiddenSize], 2);
    this.built = true;
  }

  /** [batch, hiddenSize] or [batch, time, hiddenSize] */
  override computeOutputShape(inputShape: tf.Shape[]): tf.Shape {
    const [batch, time] = inputShape[0]! as [number | null, number | null];
    const { hiddenSize, returnSequences } = this.#options;
    return returnSequences ? [batch, time, hiddenSize] : [batch, hiddenSize];
  }

  /** Runs the sequences. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [input, lengths] = inputs as tf.Tensor[];
      return lstm(
        input as tf.Tensor3D,
        this.#kernel.read() as tf.Tensor2D,
        this.#recurrentKernel.read() as tf.Tensor2D,
        this.#bias.read() as tf.Tensor1D,
        {
          lengths: lengths!.dataSync(),
          reverse: this.#options.reverse,
          returnSequences: this.#options.returnSequences,
        },
      );
    });
  }

  /** The options, for serialisation. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }
}
tf.serialization.registerClass(
  LstmLayer as unknown as tf.serialization.SerializableConstructor<LstmLayer>,
);
