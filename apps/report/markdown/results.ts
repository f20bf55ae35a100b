// The main table: one row a configuration.
import type { Section } from "../report.ts";
import type { Summary } from "../summary.ts";
import { accuracy, count, meanAndDeviation, NONE, range, seconds } from "./numbers.ts";
import { type Column, table } from "./table.ts";

/**
 * The table of results, the highest final accuracy first, and what its columns mean. Macro F1 is told where
 * there are more than two labels, or one has far fewer examples than the other.
 */
export function results(
  { labels, testClasses, summaries }: Pick<Section, "labels" | "testClasses" | "summaries">,
): string {
  const withF1 = summaries.some(({ macroF1 }) => macroF1 !== undefined) &&
    (labels.length > 2 || isLopsided(testClasses));
  const withValidation = summaries.some((summary) => summary.selected !== undefined);
  const columns: Column[] = [
    "Model",
    { number: "Parameters" },
    { number: "Epochs" },
    { number: "Seeds" },
    { number: "Final accuracy" },
    { number: "95 % interval" },
    ...(withF1 ? [{ number: "Macro F1" }] : []),
    { number: "Final loss" },
    { number: "Best accuracy" },
    { number: "Best loss" },
    { number: "Best epoch" },
    ...(withValidation ? [{ number: "Chosen accuracy" }, { number: "Chosen epoch" }] : []),
    { number: "Seconds an epoch" },
    { number: "Tokens a second" },
  ];
  const rows = summaries.map((summary) => [
    summary.label,
    count(summary.parameterCount),
    `${summary.epochs}`,
    `${summary.runs.length}`,
    meanAndDeviation(summary.final.accuracy),
    summary.interval ? summary.interval.map(accuracy).join(" to ") : NONE,
    ...(withF1 ? [meanAndDeviation(summary.macroF1)] : []),
    meanAndDeviation(summary.final.loss),
    meanAndDeviation(summary.best.accuracy),
    meanAndDeviation(summary.best.loss),
    range(summary.best.epochs),
    ...(withValidation
      ? [
        meanAndDeviation(summary.selected?.accuracy),
        summary.selected ? range(summary.selected.epochs) : NONE,
      ]
      : []),
    seconds(summary.trainSeconds),
    count(summary.tokensPerSecond),
  ]);
  return `${table(columns, rows)}\n\n${legend(summaries, { withF1, withValidation })}`;
}

/** Whether one class is so rare that accuracy alone misleads. */
function isLopsided(classes: readonly number[]): boolean {
  return 2 * Math.min(...classes) < Math.max(...classes);
}

function legend(
  summaries: readonly Summary[],
  { withF1, withValidation }: { withF1: boolean; withValidation: boolean },
): string {
  return [
    "Accuracy and loss (cross-entropy, in nats) are on the test examples.",
    summaries.some((summary) => summary.runs.length > 1)
      ? "Means over the seeds ± their sample standard deviation."
      : "",
    summaries.some((summary) => summary.interval)
      ? "The interval is of the mean final accuracy, by bootstrap over seeds and test examples."
      : "",
    withF1 ? "Macro F1 is the mean of the labels' F1, at the final epoch." : "",
    "Best is the epoch with the highest test accuracy, chosen with hindsight.",
    withValidation ? "Chosen is the epoch that held-out training examples chose." : "",
    "Seconds and tokens are of training, medians over the epochs of the quickest run.",
  ].filter((sentence) => sentence !== "").join(" ");
}
