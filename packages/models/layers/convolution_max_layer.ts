/**
 * Convolutions over time and their maximum as a layer that knows how long each row is.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { convolutionStackMax, type ConvolutionWeights } from "@sluice/kernels";
import { uniformForFanIn } from "../initializers.ts";

/** Options of {@linkcode ConvolutionMaxLayer}. */
export interface ConvolutionMaxLayerOptions {
  name: string;
  /** Filters of each convolution, first to last. */
  filters: readonly number[];
  /** Steps that each convolution's window spans. */
  widths: readonly number[];
  seed: number;
}

/**
 * [input float32 [batch, time, features], lengths int32 [batch, 1]] to float32 [batch, last filters]:
 * convolutions with bias and ReLU one after another, then the maximum over the row's own steps.
 *
 * Kernels are [width, channels, filters] as in Keras, drawn from +-1/sqrt(width * channels).
 */
export class ConvolutionMaxLayer extends layers.layers.Layer {
  /** The name under which tfjs serialises the layer. */
  static readonly className = "SluiceConvolutionMax";
  readonly #options: ConvolutionMaxLayerOptions;
  #weights: { kernel: layers.LayerVariable; bias: layers.LayerVariable }[] = [];

  /** A layer without weights yet. */
  constructor(options: ConvolutionMaxLayerOptions) {
    super({ name: options.name });
    this.#options = options;
  }

  /** Creates the weights. */
  override build(inputShape: layers.Shape[]): void {
    const { filters, widths } = this.#options;
    let channels = inputShape[0]!.at(-1)!;
    this.#weights = filters.map((count, i) => {
      const width = widths[i]!, fanIn = width * channels;
      const weight = (name: string, shape: number[], offset: number) =>
        this.addWeight(`${name}_${i + 1}`, shape, "float32", this.#initializer(fanIn, offset));
      const kernel = weight("kernel", [width, channels, count], 2 * i);
      channels = count;
      return { kernel, bias: weight("bias", [count], 2 * i + 1) };
    });
    this.built = true;
  }

  /** [batch, last filters] */
  override computeOutputShape(inputShape: layers.Shape[]): layers.Shape {
    return [inputShape[0]![0]! as number, this.#options.filters.at(-1)!];
  }

  /** Convolves. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [input, lengths] = inputs as tf.Tensor[];
      const layers = this.#weights.map(({ kernel, bias }) => ({
        kernel: kernel.read(),
        bias: bias.read(),
      })) as ConvolutionWeights[];
      return convolutionStackMax(input as tf.Tensor3D, layers, { lengths: lengths! });
    });
  }

  /** The options, for serialisation, and how weights are drawn, for records. */
  override getConfig(): tf.serialization.ConfigDict {
    const { name, filters, widths, seed } = this.#options;
    const drawn = { className: "RandomUniform", config: { limit: "1/sqrt(width * channels)" } };
    return {
      ...super.getConfig(),
      name,
      filters: [...filters],
      widths: [...widths],
      seed,
      kernelInitializer: drawn,
      biasInitializer: drawn,
    };
  }

  #initializer(fanIn: number, offset: number) {
    return uniformForFanIn(fanIn, this.#options.seed + offset);
  }
}
tf.serialization.registerClass(
  ConvolutionMaxLayer as unknown as tf.serialization.SerializableConstructor<ConvolutionMaxLayer>,
);
