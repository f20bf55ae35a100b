// What a model says about a text, for people and for machines.
import type { Task } from "@sluice/runs/task";
import { printable } from "../command_line/printable.ts";

/** What `predict --json` prints of a text. */
export interface PredictionJson {
  /** The text as given. */
  text: string;
  /** The label that is said. */
  label: string;
  /** Of two labels the probability of the second one, else that of the label. */
  probability: number;
  /** The probability of each label. */
  probabilities: Record<string, number>;
}

/** A prediction for machines. */
export function predictionJson(
  text: string,
  probabilities: readonly number[],
  task: Task,
): PredictionJson {
  const label = task.decide(probabilities);
  const shares = task.distribution(probabilities);
  return {
    text,
    label: task.labelOf(label),
    probability: shares.length === 2 ? shares[1]! : shares[label]!,
    probabilities: Object.fromEntries(task.labels.map((name, i) => [name, shares[i]!])),
  };
}

/**
 * A prediction in one line: of two labels the one that is said and the probability of the second one, else
 * all of them with their probabilities, the likeliest first; and the text, cut to 80 characters.
 */
export function describePrediction(
  text: string,
  probabilities: readonly number[],
  task: Task,
): string {
  const shares = task.distribution(probabilities);
  const said = shares.length === 2
    ? [`${task.labelOf(task.decide(probabilities))}  ${shares[1]!.toFixed(4)}`]
    : shares.map((share, label) => ({ share, name: task.labelOf(label) }))
      .sort((one, other) => other.share - one.share)
      .map(({ share, name }) => `${name} ${share.toFixed(4)}`);
  return [...said, shorten(text)].map(printable).join("  ");
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 80 ? line.slice(0, 79) + "…" : line;
}
