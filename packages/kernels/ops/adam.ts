/**
 * The Adam optimiser on all parameters in one call.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernel } from "./run_kernel.ts";

/** Kernel name: lists of values, gradients, first and second moments; updates all but the gradients. */
export const FUSED_ADAM = "FusedAdam";

/** What the kernel gets: the factors of one step. */
export interface AdamAttributes {
  count: number;
  oneMinusBeta1: number;
  beta2: number;
  oneMinusBeta2: number;
  /** learningRate / (1 - beta1^t) */
  stepSize: number;
  /** 1 / sqrt(1 - beta2^t) */
  inverseSecondScale: number;
  epsilon: number;
  /** learningRate * weightDecay */
  weightDecay: number;
}

/** Options of {@linkcode Adam}. */
export interface AdamOptions {
  /** Step size; the default is 0.001. */
  learningRate?: number;
  /** Decay of the first moment; the default is 0.9. */
  beta1?: number;
  /** Decay of the second moment; the default is 0.999. */
  beta2?: number;
  /** Added to the root of the second moment; the default is 1e-8. */
  epsilon?: number;
  /** Decoupled weight decay (AdamW, Loshchilov and Hutter 2019); the default is 0. */
  weightDecay?: number;
}

/** The state of an {@linkcode Adam}, for checkpoints. */
export interface AdamState {
  /** Steps taken. */
  iterations: number;
  /** The moments of each parameter, in the order of the variables. */
  moments: { name: string; first: Float32Array; second: Float32Array }[];
}

/**
 * Adam (Kingma and Ba 2015), with the formula of PyTorch:
 *
 *     m = beta1 m + (1 - beta1) g          v = beta2 v + (1 - beta2) g^2
 *     p = p - learningRate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 *
 * On the `sluice` backend all parameters are updated where they lie, in one call on all threads.
 */
export class Adam {
  /** Steps taken. */
  iterations = 0;
  /** Step size; may be changed between steps. */
  learningRate: number;
  readonly #beta1: number;
  readonly #beta2: number;
  readonly #epsilon: number;
  readonly #weightDecay: number;
  #names: string[] = [];
  #first: tf.Tensor[] = [];
  #second: tf.Tensor[] = [];

  /** Throws RangeError where a factor is out of its range. */
  constructor(options: AdamOptions = {}) {
    this.learningRate = options.learningRate ?? 1e-3;
    this.#beta1 = options.beta1 ?? 0.9;
    this.#beta2 = options.beta2 ?? 0.999;
    this.#epsilon = options.epsilon ?? 1e-8;
    this.#weightDecay = options.weightDecay ?? 0;
    for (const [name, beta] of [["beta1", this.#beta1], ["beta2", this.#beta2]] as const) {
      if (!(beta >= 0 && beta < 1)) throw new RangeError(`${name} must be in [0, 1), not ${beta}`);
    }
    if (!(this.learningRate >= 0)) {
      throw new RangeError(`learningRate must not be negative, but is ${this.learningRate}`);
    }
  }

  /**
   * Takes one step.
   *
   * @param variables The same ones, in the same order, at every step.
   * @param gradients One for each variable, of its shape; they stay the caller's to dispose of.
   * @throws {RangeError} if there is not one gradient of the right shape for each variable.
   */
  step(variables: readonly tf.Variable[], gradients: readonly tf.Tensor[]): void {
    if (variables.length !== gradients.length) {
      throw new RangeError(`${gradients.length} gradients for ${variables.length} variables`);
    }
    variables.forEach((variable, i) => {
      if (!tf.util.arraysEqual(variable.shape, gradients[i]!.shape)) {
        throw new RangeError(
          `the gradient of ${variable.name} has shape [${gradients[i]!.shape}], ` +
            `not [${variable.shape}]`,
        );
      }
    });
    if (this.#first.length === 0) this.#start(variables);
    this.iterations++;
    const attributes: AdamAttributes = {
      count: variables.length,
      oneMinusBeta1: 1 - this.#beta1,
      beta2: this.#beta2,
      oneMinusBeta2: 1 - this.#beta2,
      stepSize: this.learningRate / (1 - this.#beta1 ** this.iterations),
      inverseSecondScale: 1 / Math.sqrt(1 - this.#beta2 ** this.iterations),
      epsilon: this.#epsilon,
      weightDecay: this.learningRate * this.#weightDecay,
    };
    if (hasKernel(FUSED_ADAM)) {
      for (const variable of variables) unshare(variable);
      const inputs = { values: variables, gradients, first: this.#first, second: this.#second };
      runKernel(FUSED_ADAM, inputs, attributes);
    } else tf.tidy(() => this.#composedStep(variables, gradients, attributes));
  }

  #start(variables: readonly tf.Variable[]): void {
    this.#names = variables.map((variable) => variable.name);
    const zeros = () => variables.map((variable) => tf.keep(tf.zeros(variable.shape)));
    this.#first = zeros();
    this.#second = zeros();
  }

  #composedStep(
    variables: readonly tf.Variable[],
    gradients: readonly tf.Tensor[],
    step: AdamAttributes,
  ): void {
    variables.forEach((variable, i) => {
      const g = gradients[i]!, m = this.#first[i]!, v = this.#second[i]!;
      const first = tf.add(m, tf.mul(step.oneMinusBeta1, tf.sub(g, m)));
      const second = tf.add(
        tf.mul(step.beta2, v),
        tf.mul(step.oneMinusBeta2, tf.square(g)),
      );
      const denominator = tf.add(tf.mul(tf.sqrt(second), step.inverseSecondScale), step.epsilon);
      const decayed = tf.mul(variable, 1 - step.weightDecay);
      variable.assign(
        tf.sub(decayed, tf.div(tf.mul(first, step.stepSize), denominator)) as tf.Tensor,
      );
      m.dispose();
      v.dispose();
      this.#first[i] = tf.keep(first);
      this.#second[i] = tf.keep(second);
    });
  }

  /** A copy of the state as it is at the call, steps that are taken meanwhile not included. */
  async getState(): Promise<AdamState> {
    const iterations = this.iterations;
    const names = [...this.#names];
    // The kernel updates moments where they lie, so that a step taken while these are read would change them.
    const copies = tf.tidy(() =>
      [...this.#first, ...this.#second].map((moment) => tf.keep(tf.mul(moment, 1)))
    );
    const values = await Promise.all(copies.map((copy) => copy.data<"float32">()));
    tf.dispose(copies);
    const moments = names.map((name, i) => ({
      name,
      first: values[i]!.slice(),
      second: values[names.length + i]!.slice(),
    }));
    return { iterations, moments };
  }

  /** Takes over a state, which must be one of the same variables in the same order. */
  setState(state: AdamState): void {
    this.dispose();
    this.iterations = state.iterations;
    this.#names = state.moments.map(({ name }) => name);
    this.#first = state.moments.map(({ first }) => tf.keep(tf.tensor(first.slice())));
    this.#second = state.moments.map(({ second }) => tf.keep(tf.tensor(second.slice())));
  }

  /** Frees the moments. */
  dispose(): void {
    tf.dispose([this.#first, this.#second]);
    this.#first = [];
    this.#second = [];
  }
}

/** Gives a variable data of its own where a tensor (the one it started from, say) shares it. */
function unshare(variable: tf.Variable): void {
  if (tf.backend().refCount(variable.dataId) < 2) return;
  const copy = tf.mul(variable, 1) as tf.Tensor;
  variable.assign(copy);
  copy.dispose();
}
