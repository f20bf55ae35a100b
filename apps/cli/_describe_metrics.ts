// What a model is worth, in a few words.
import type { Metrics } from "@sluice/runs";
import { formatPercent } from "../command_line/format_percent.ts";

/**
 * Loss and accuracy, and macro F1 where there are more than two labels:
 * `loss 1.4142, accuracy 43.21 %, macro F1 0.4012`.
 */
export function describeMetrics({ loss, accuracy, macroF1 }: Metrics, labels: number): string {
  return `loss ${loss.toFixed(4)}, accuracy ${formatPercent(accuracy)}${
    describeF1(macroF1, labels)
  }`;
}

/** The same with accuracy first: `accuracy 43.21 %, loss 1.4142, macro F1 0.4012`. */
export function describeResult({ loss, accuracy, macroF1 }: Metrics, labels: number): string {
  return `accuracy ${formatPercent(accuracy)}, loss ${loss.toFixed(4)}${
    describeF1(macroF1, labels)
  }`;
}

function describeF1(macroF1: number | undefined, labels: number): string {
  return labels > 2 && macroF1 !== undefined ? `, macro F1 ${macroF1.toFixed(4)}` : "";
}
