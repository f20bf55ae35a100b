/**
 * What follows from the labels of a data set: how many outputs a model has, how they become
 * probabilities, which label is said, and what that is worth. Nothing else knows the number of classes.
 *
 * ```ts
 * import { Task } from "@sluice/runs/task";
 * import { assertEquals } from "@std/assert";
 *
 * const task = new Task(["bad", "fair", "good"]);
 * assertEquals(task.outputs, 3);
 * assertEquals(task.labelOf(task.decide(task.probabilities([0, 2, 1]))), "fair");
 * ```
 *
 * @module
 */

/** What a model is worth on some examples, by name. */
export interface Metrics {
  /** The mean cross-entropy, in nats. */
  loss: number;
  /** The share of examples that are labelled rightly, 0 to 1. */
  accuracy: number;
  /** The mean over the classes of the F1 of each, 0 to 1; where it was measured. */
  macroF1?: number;
  /** Others by name. */
  [name: string]: number | undefined;
}

/** One label a text, out of two or more. */
export class Task {
  /** The labels, in the order of their indices. */
  readonly labels: readonly string[];
  /**
   * The outputs of a model, logits: one for two labels, the logit of the second one; else one for
   * each label.
   */
  readonly outputs: number;

  /**
   * A task for these labels.
   *
   * @param labels Two or more, all different.
   * @throws {RangeError} Where there are fewer than two, or one of them twice.
   */
  constructor(labels: readonly string[]) {
    if (labels.length < 2) {
      throw new RangeError(`a classifier needs two labels or more, not ${labels.length}`);
    }
    const twice = labels.find((label, index) => labels.indexOf(label) !== index);
    if (twice !== undefined) throw new RangeError(`the label "${twice}" is there twice`);
    this.labels = labels;
    this.outputs = labels.length === 2 ? 1 : labels.length;
  }

  /** The label of an index. */
  labelOf(index: number): string {
    return this.labels[index]!;
  }

  /**
   * The probabilities that a row's logits stand for: for two labels one number, that of the second
   * label, `1 / (1 + exp(-logit))`; else the softmax, one number a label.
   *
   * @param logits Row-major `[rows, outputs]`.
   * @param row Which row.
   */
  probabilities(logits: ArrayLike<number>, row = 0): number[] {
    if (this.outputs === 1) return [sigmoid(logits[row]!)];
    const start = row * this.outputs;
    let most = -Infinity;
    for (let i = 0; i < this.outputs; i++) most = Math.max(most, logits[start + i]!);
    const shares = new Array<number>(this.outputs);
    let sum = 0;
    for (let i = 0; i < this.outputs; i++) sum += shares[i] = Math.exp(logits[start + i]! - most);
    return shares.map((share) => share / sum);
  }

  /**
   * The index of the label that probabilities call for: of two labels the second from 0.5 on, else the
   * likeliest, the first of equals.
   *
   * @param probabilities What {@linkcode probabilities} gives.
   */
  decide(probabilities: ArrayLike<number>): number {
    return decideLabel(probabilities);
  }

  /** The index of the label that a row's logits call for, as {@linkcode decide} has it. */
  decideRow(logits: ArrayLike<number>, row: number): number {
    // Once an example of every step: no arrays where one number will do.
    if (this.outputs === 1) return sigmoid(logits[row]!) >= 0.5 ? 1 : 0;
    return decideLabel(this.probabilities(logits, row));
  }

  /** The probability of the label that is said. */
  confidence(probabilities: ArrayLike<number>): number {
    return this.probabilityOf(probabilities, this.decide(probabilities));
  }

  /** The probability of a label. */
  probabilityOf(probabilities: ArrayLike<number>, label: number): number {
    if (this.outputs > 1) return probabilities[label]!;
    return label === 1 ? probabilities[0]! : 1 - probabilities[0]!;
  }

  /** The probabilities of all labels, one each, also where there are two. */
  distribution(probabilities: ArrayLike<number>): number[] {
    return this.labels.map((_, label) => this.probabilityOf(probabilities, label));
  }

  /**
   * The cross-entropy of a row, in nats: of two labels
   * `max(z, 0) - z y + log(1 + exp(-|z|))`, else `log(sum exp z) - z_label`, in the forms that neither
   * overflow nor lose digits.
   */
  loss(logits: ArrayLike<number>, row: number, label: number): number {
    if (this.outputs === 1) return binaryCrossEntropy(logits[row]!, label);
    const start = row * this.outputs;
    let most = -Infinity;
    for (let i = 0; i < this.outputs; i++) most = Math.max(most, logits[start + i]!);
    let sum = 0;
    for (let i = 0; i < this.outputs; i++) sum += Math.exp(logits[start + i]! - most);
    return Math.log(sum) + most - logits[start + label]!;
  }

  /**
   * Loss, accuracy and macro F1 of logits, summed in double precision.
   *
   * @param logits Row-major `[rows, outputs]`; at least one row.
   * @param labels The index of the right label of each row.
   */
  metrics(
    logits: ArrayLike<number>,
    labels: ArrayLike<number>,
  ): { loss: number; accuracy: number; macroF1: number } {
    let loss = 0;
    const counts = new ConfusionCounts(this.labels.length);
    for (let row = 0; row < labels.length; row++) {
      loss += this.loss(logits, row, labels[row]!);
      counts.add(labels[row]!, this.decideRow(logits, row));
    }
    return {
      loss: loss / labels.length,
      accuracy: counts.accuracy,
      macroF1: counts.macroF1,
    };
  }
}

/**
 * The index of the label that probabilities call for: of one number, the probability of the second of two
 * labels, 1 from 0.5 on; else the place of the largest, the first of equals.
 */
export function decideLabel(probabilities: ArrayLike<number>): number {
  if (probabilities.length === 1) return probabilities[0]! >= 0.5 ? 1 : 0;
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) {
    if (probabilities[i]! > probabilities[best]!) best = i;
  }
  return best;
}

/** How often each label was said of examples of each label. */
export class ConfusionCounts {
  /** Row-major `[classes, classes]`: rows are the right labels, columns those that were said. */
  readonly counts: Float64Array;
  /** The number of classes. */
  readonly classes: number;

  /** Counts that are all zero. */
  constructor(classes: number) {
    this.classes = classes;
    this.counts = new Float64Array(classes * classes);
  }

  /** Counts one example. */
  add(label: number, said: number): void {
    this.counts[label * this.classes + said]!++;
  }

  /** How often a label was said of examples of another. */
  count(label: number, said: number): number {
    return this.counts[label * this.classes + said]!;
  }

  /** The share of examples that are labelled rightly, 0 to 1. */
  get accuracy(): number {
    let right = 0, all = 0;
    for (let label = 0; label < this.classes; label++) right += this.count(label, label);
    for (const count of this.counts) all += count;
    return right / all;
  }

  /**
   * The F1 of a class: `2 right / (examples of it + examples called it)`, 0 where there are none of
   * either.
   */
  f1(label: number): number {
    let ofIt = 0, calledIt = 0;
    for (let other = 0; other < this.classes; other++) {
      ofIt += this.count(label, other);
      calledIt += this.count(other, label);
    }
    return ofIt + calledIt === 0 ? 0 : 2 * this.count(label, label) / (ofIt + calledIt);
  }

  /** The mean of the classes' F1 (macro F1), 0 to 1. */
  get macroF1(): number {
    let sum = 0;
    for (let label = 0; label < this.classes; label++) sum += this.f1(label);
    return sum / this.classes;
  }
}

function sigmoid(logit: number): number {
  // Either way exp's argument is not positive, so nothing overflows.
  if (logit >= 0) return 1 / (1 + Math.exp(-logit));
  const exponential = Math.exp(logit);
  return exponential / (1 + exponential);
}

function binaryCrossEntropy(logit: number, label: number): number {
  return Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));
}
