// One step of training: forward, loss, backward, the gradients of all processes, clipping, update.
import type { Batch } from "@sluice/data";
import { Adam, type AdamState, clipByGlobalNorm } from "@sluice/kernels";
import type { Task } from "@sluice/runs/task";
import type { OptimizerSection } from "@sluice/runs/train_config";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { applyModel } from "./evaluate.ts";
import { taskLoss } from "./task_loss.ts";

/**
 * Joins what the processes of a run have found, between the gradient and its clipping. Where a run has
 * one process there is nothing to join.
 *
 * @param gradients Of the mean loss over this process's rows, one tensor a trained weight. They stay the
 * caller's; what is returned instead is the caller's to dispose of, too.
 * @param sums Over this process's rows, to be replaced by those over all: the loss, the rows that
 * were labelled rightly, the rows, the tokens.
 */
export type Reduce = (gradients: tf.Tensor[], sums: Float64Array) => Promise<tf.Tensor[]>;

/** What a step has done. */
export interface StepResult {
  /** The mean loss of the rows, in nats, before the update. */
  loss: number;
  /** The rows that were labelled rightly before the update. */
  correct: number;
  /** The number of rows. */
  rows: number;
  /** The number of their tokens. */
  tokens: number;
  /** The global norm of the gradients before clipping; where it was asked for. */
  gradientNorm?: number;
}

/** Options of {@linkcode TrainingStep}. */
export interface TrainingStepOptions {
  /** From inputs to logits [batch, outputs]. */
  model: LayersModel;
  /** What is learnt. */
  task: Task;
  /** What updates the weights. */
  optimizer: OptimizerSection;
  /** The learning rate of a step, counted from 0 over all epochs. */
  learningRate: (step: number) => number;
  /** Joins the processes of a run. */
  reduce?: Reduce | undefined;
  /** Whether the norm of the gradients is told. It is read back from the device. */
  tellNorm?: boolean;
}

/** Trains a model step by step. */
export class TrainingStep {
  readonly #options: TrainingStepOptions;
  readonly #variables: tf.Variable[];
  readonly #adam: Adam;

  /** Nothing has been trained yet. */
  constructor(options: TrainingStepOptions) {
    const { model, optimizer: { learningRate, weightDecay, epsilon } } = options;
    this.#options = options;
    this.#variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    this.#adam = new Adam({ learningRate, weightDecay, epsilon });
  }

  /**
   * Takes one step.
   *
   * @param batch The rows.
   * @param step Its number, counted from 0 over all epochs: it decides what dropout drops.
   */
  async run(batch: Batch, step: number): Promise<StepResult> {
    const { model, task, reduce, learningRate } = this.#options;
    this.#adam.learningRate = learningRate(step);

    // A rank of many may have no row of a small batch.
    const isEmpty = batch.size === 0;
    let gradients: tf.Tensor[] = [];
    const [lossTensor, logitsTensor, normTensor] = tf.tidy(() => {
      let logits: tf.Tensor2D | undefined;
      const { value, grads } = isEmpty ? nothing(this.#variables) : tf.variableGrads(() => {
        logits = tf.keep(applyModel(model, batch, step));
        return taskLoss(task, batch.labels, logits);
      }, this.#variables);
      gradients = this.#variables.map((variable) => grads[variable.name]!);
      if (reduce === undefined) return [value, logits, this.#update(gradients)];
      gradients.forEach((gradient) => tf.keep(gradient));
      return [value, logits, undefined];
    });
    const [loss = NaN] = await lossTensor.data();
    const logits = await logitsTensor?.data() ?? [];
    tf.dispose([lossTensor, logitsTensor ?? []]);

    let result = this.#count(batch, loss, logits);
    let norm = normTensor;
    if (reduce !== undefined) {
      const sums = Float64Array.of(
        result.loss * result.rows,
        result.correct,
        result.rows,
        result.tokens,
      );
      const joined = await reduce(gradients, sums);
      norm = tf.tidy(() => this.#update(joined));
      tf.dispose([gradients, joined]);
      const [lossSum, correct, rows, tokens] = sums as unknown as [number, number, number, number];
      result = { loss: lossSum / rows, correct, rows, tokens };
    }
    if (norm === undefined) return result;
    const [gradientNorm = NaN] = await norm.data();
    norm.dispose();
    return { ...result, gradientNorm };
  }

  /** The optimizer's state, for a checkpoint. */
  async getState(): Promise<AdamState> {
    return await this.#adam.getState();
  }

  /**
   * Takes over the optimizer's state of a checkpoint.
   *
   * @throws {Error} Where it is not that of a model like this one.
   */
  setState(state: AdamState): void {
    // Before the first step there are no moments.
    const expected = state.iterations === 0 ? [] : this.#variables.map(({ size }) => size);
    for (const moment of ["first", "second"] as const) {
      const given = state.moments.map(({ [moment]: values }) => values.length);
      if (given.join() !== expected.join()) throw new Error("its moments are not the model's");
    }
    this.#adam.setState(state);
  }

  /** Frees the optimizer's state; the model stays. */
  dispose(): void {
    this.#adam.dispose();
  }

  /** Clips and applies gradients; returns their norm where it is told. In a `tf.tidy`. */
  #update(gradients: tf.Tensor[]): tf.Scalar | undefined {
    const { optimizer: { clipNorm }, tellNorm = false } = this.#options;
    if (clipNorm === 0 && !tellNorm) {
      this.#adam.step(this.#variables, gradients);
      return undefined;
    }
    // Without a limit to the norm, clipping at one that no gradient reaches only measures it.
    const most = clipNorm === 0 ? Number.MAX_VALUE : clipNorm;
    const { clipped, norm } = clipByGlobalNorm(gradients, most);
    this.#adam.step(this.#variables, clipNorm === 0 ? gradients : clipped);
    return tellNorm ? norm : undefined;
  }

  #count({ size, labels, lengths }: Batch, loss: number, logits: ArrayLike<number>): StepResult {
    const { task } = this.#options;
    let correct = 0, tokens = 0;
    for (let row = 0; row < size; row++) {
      if (task.decideRow(logits, row) === labels[row]) correct++;
      tokens += lengths[row]!;
    }
    return { loss, correct, rows: size, tokens };
  }
}

/** The loss of no rows, and gradients that move nothing. */
function nothing(variables: readonly tf.Variable[]): {
  value: tf.Scalar;
  grads: Record<string, tf.Tensor>;
} {
  return {
    value: tf.scalar(0),
    grads: Object.fromEntries(
      variables.map((variable) => [variable.name, tf.zerosLike(variable)]),
    ),
  };
}
