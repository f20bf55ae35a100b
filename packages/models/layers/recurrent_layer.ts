/**
 * Recurrent layers that know how long each row is.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { gru, type HeldGates, lstm, type LstmOptions, rnn } from "@sluice/kernels";
import { describe, uniformForFanIn } from "../initializers.ts";
import { type DropoutSource, recurrentMask } from "./dropout_mask.ts";

/** The kinds of recurrent layers. */
export type Cell = "lstm" | "gru" | "rnn";

/** Options of {@linkcode RecurrentLayer}. */
export interface RecurrentLayerOptions {
  name: string;
  cell: Cell;
  hiddenSize: number;
  /** The state after every step, not the last alone. */
  returnSequences: boolean;
  /** Read each row from its own end. */
  reverse: boolean;
  /** LSTM: gates held at a value. */
  heldGates?: HeldGates;
  /**
   * In training, units of the state are dropped where it enters the gates' products, the same ones at every
   * step (variational, Gal and Ghahramani 2016).
   */
  recurrentDropout?: DropoutSource;
  seed: number;
}

type Operation = (
  input: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrentKernel: tf.Tensor2D,
  bias: tf.Tensor,
  options: LstmOptions,
) => tf.Tensor;

/** A cell's operation, and the shapes of its weights for this many units. */
const CELLS: Readonly<
  Record<Cell, { operation: Operation; gates: number; biasShape: (units: number) => number[] }>
> = {
  lstm: { operation: lstm as Operation, gates: 4, biasShape: (units) => [4 * units] },
  gru: { operation: gru as Operation, gates: 3, biasShape: (units) => [2, 3 * units] },
  rnn: { operation: rnn as Operation, gates: 1, biasShape: (units) => [units] },
};

/**
 * [input float32 [batch, time, features], lengths int32 [batch, 1]] to the last state, float32
 * [batch, hiddenSize], or with `returnSequences` all of them, [batch, time, hiddenSize].
 *
 * Weights have Keras's names, shapes and gate order, drawn from +-1/sqrt(hiddenSize).
 */
export class RecurrentLayer extends layers.layers.Layer {
  /** The name under which tfjs serialises the layer. */
  static readonly className = "SluiceRecurrent";
  readonly #options: RecurrentLayerOptions;
  #kernel!: layers.LayerVariable;
  #recurrentKernel!: layers.LayerVariable;
  #bias!: layers.LayerVariable;

  /** A layer without weights yet. */
  constructor(options: RecurrentLayerOptions) {
    super({ name: options.name });
    this.#options = options;
  }

  /** Creates the weights. */
  override build(inputShape: layers.Shape[]): void {
    const { cell, hiddenSize } = this.#options;
    const { gates, biasShape } = CELLS[cell];
    const features = inputShape[0]!.at(-1)!;
    const weight = (name: string, shape: number[], offset: number) =>
      this.addWeight(name, shape, "float32", this.#initializer(offset));
    this.#kernel = weight("kernel", [features, gates * hiddenSize], 0);
    this.#recurrentKernel = weight("recurrent_kernel", [hiddenSize, gates * hiddenSize], 1);
    this.#bias = weight("bias", biasShape(hiddenSize), 2);
    this.built = true;
  }

  /** [batch, hiddenSize] or [batch, time, hiddenSize] */
  override computeOutputShape(inputShape: layers.Shape[]): layers.Shape {
    const [batch, time] = inputShape[0]! as [number | null, number | null];
    const { hiddenSize, returnSequences } = this.#options;
    return returnSequences ? [batch, time, hiddenSize] : [batch, hiddenSize];
  }

  /** Runs the sequences. */
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs?: Record<string, unknown>): tf.Tensor {
    return tf.tidy(() => {
      const [input, lengths] = inputs as tf.Tensor[];
      const { cell, hiddenSize, reverse, returnSequences, heldGates = {} } = this.#options;
      const mask = recurrentMask(
        this.#options.recurrentDropout,
        [input!.shape[0]!, hiddenSize],
        kwargs,
      );
      return CELLS[cell].operation(
        input as tf.Tensor3D,
        this.#kernel.read() as tf.Tensor2D,
        this.#recurrentKernel.read() as tf.Tensor2D,
        this.#bias.read(),
        {
          lengths: lengths!,
          reverse,
          returnSequences,
          heldGates,
          ...(mask === undefined ? {} : { recurrentMask: mask }),
        },
      );
    });
  }

  /** The options and the initializers, for serialisation and records. */
  override getConfig(): tf.serialization.ConfigDict {
    const { heldGates, recurrentDropout, ...options } = this.#options;
    return {
      ...super.getConfig(),
      ...options,
      ...(heldGates === undefined ? {} : { heldGates: { ...heldGates } }),
      ...(recurrentDropout === undefined ? {} : { recurrentDropout: { ...recurrentDropout } }),
      kernelInitializer: describe(this.#initializer(0)),
      recurrentInitializer: describe(this.#initializer(1)),
      biasInitializer: describe(this.#initializer(2)),
    };
  }

  #initializer(offset: number) {
    const { hiddenSize, seed } = this.#options;
    return uniformForFanIn(hiddenSize, seed + offset);
  }
}
tf.serialization.registerClass(
  RecurrentLayer as unknown as tf.serialization.SerializableConstructor<RecurrentLayer>,
);
