// What a binary classifier's logits are worth: loss and accuracy, summed over rows in double
// precision.

/** The probability of the positive class that a logit stands for: 1 / (1 + exp(-logit)). */
export function sigmoid(logit: number): number {
  // Either way exp's argument is not positive, so nothing overflows.
  if (logit >= 0) return 1 / (1 + Math.exp(-logit));
  const exponential = Math.exp(logit);
  return exponential / (1 + exponential);
}

/**
 * The binary cross-entropy of a logit, in nats: `max(z, 0) - z y + log(1 + exp(-|z|))`, the form that
 * neither overflows nor loses digits.
 */
export function binaryCrossEntropy(logit: number, label: number): number {
  return Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));
}

/** Whether a logit calls its label right. From a probability of 0.5 on a row is called positive. */
export function isCorrect(logit: number, label: number): boolean {
  return (sigmoid(logit) >= 0.5 ? 1 : 0) === label;
}

/** Loss and accuracy over some rows. */
export interface Metrics {
  /** The mean binary cross-entropy, in nats. */
  loss: number;
  /** The share of rows that are labelled rightly, 0 to 1. */
  accuracy: number;
}

/**
 * Loss and accuracy of logits, row by row.
 *
 * @param logits One for each row; at least one.
 * @param labels 0 or 1 for each row.
 *
 * @example
 * ```ts
 * import { binaryMetrics } from "@sluice/train";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(binaryMetrics([2, -1, -3, 0.5], [1, 1, 0, 1]).accuracy, 0.75);
 * ```
 */
export function binaryMetrics(logits: ArrayLike<number>, labels: ArrayLike<number>): Metrics {
  let loss = 0;
  let correct = 0;
  for (let row = 0; row < logits.length; row++) {
    loss += binaryCrossEntropy(logits[row]!, labels[row]!);
    if (isCorrect(logits[row]!, labels[row]!)) correct++;
  }
  return { loss: loss / logits.length, accuracy: correct / logits.length };
}
