// The main table: one row a configuration.
import type { Summary } from "../summary.ts";
import { accuracy, count, meanAndDeviation, NONE, range, seconds } from "./numbers.ts";
import { type Column, table } from "./table.ts";

/** The table of results, the highest final accuracy first, and what its columns mean. */
export function results(summaries: readonly Summary[]): string {
  const withValidation = summaries.some((summary) => summary.selected !== undefined);
  const columns: Column[] = [
    "Model",
    { number: "Parameters" },
    { number: "Epochs" },
    { number: "Seeds" },
    { number: "Final accuracy" },
    { number: "95 % interval" },
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
  return `${table(columns, rows)}\n\n${legend(summaries, withValidation)}`;
}

function legend(summaries: readonly Summary[], withValidation: boolean): string {
  return [
    "Accuracy and loss (binary cross-entropy, in nats) are on the test reviews.",
    summaries.some((summary) => summary.runs.length > 1)
      ? "Means over the seeds ± their sample standard deviation."
      : "",
    summaries.some((summary) => summary.interval)
      ? "The interval is of the mean final accuracy, by bootstrap over seeds and test reviews."
      : "",
    "Best is the epoch with the highest test accuracy, chosen with hindsight.",
    withValidation ? "Chosen is the epoch that held-out training reviews chose." : "",
    "Seconds and tokens are of training, medians over the epochs of the quickest run.",
  ].filter((sentence) => sentence !== "").join(" ");
}
