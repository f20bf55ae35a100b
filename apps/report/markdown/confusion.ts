// What is called what: a row a model for two labels, the best model's matrix for more.
import { sum } from "simple-statistics";
import type { Confusion } from "../confusion.ts";
import { mostConfused } from "../most_confused.ts";
import type { Section } from "../report.ts";
import { accuracy, capital, count, meanCount } from "./numbers.ts";
import { heading, table } from "./table.ts";

/** The most labels that a table has columns for. */
export const MAX_LABEL_COLUMNS = 24;

/**
 * The confusion matrices. With two labels the four counts of each model in a row; with more the matrix of
 * the first model, and each one's F1 by label; with too many for a table what the first confuses most.
 *
 * @param severalRuns Whether counts are means over seeds.
 */
export function confusionMatrices(
  { labels, confusions }: Pick<Section, "labels" | "confusions">,
  severalRuns: boolean,
): string[] {
  const legend = severalRuns ? "Test examples, means over the seeds." : "Test examples.";
  if (labels.length === 2) {
    return ["### Confusion matrix", oneRowEach(labels, confusions), legend];
  }
  const { label, confusion } = confusions[0]!;
  if (labels.length > MAX_LABEL_COLUMNS) {
    const confused = mostConfused(confusion);
    return confused.length === 0 ? [] : [
      heading(3, `What ${label} confuses most`),
      table(
        ["Label", "Called", { number: "Examples" }, { number: "Share of the label's" }],
        confused.map((row) => [
          labels[row.label]!,
          labels[row.said]!,
          meanCount(row.examples),
          accuracy(row.share),
        ]),
      ),
      legend,
    ];
  }
  return [
    heading(3, `Confusion matrix of ${label}`),
    matrix(labels, confusion),
    legend,
    ...(confusions.length > 1 ? ["### F1 by label", f1ByLabel(labels, confusions)] : []),
  ];
}

function oneRowEach(labels: readonly string[], confusions: Section["confusions"]): string {
  const heads = labels.flatMap((label) =>
    labels.map((said) => ({ number: `${capital(label)}, called ${said}` }))
  );
  return table(
    ["Model", ...heads],
    confusions.map(({ label, confusion }) => [label, ...confusion.counts.flat().map(meanCount)]),
  );
}

function matrix(labels: readonly string[], { counts, f1 }: Confusion): string {
  return table(
    [
      "Label",
      ...labels.map((said) => ({ number: `Called ${said}` })),
      { number: "Examples" },
      { number: "F1" },
    ],
    labels.map((label, index) => [
      label,
      ...counts[index]!.map(meanCount),
      count(sum(counts[index]!)),
      accuracy(f1[index]!),
    ]),
  );
}

function f1ByLabel(labels: readonly string[], confusions: Section["confusions"]): string {
  return table(
    ["Model", ...labels.map((label) => ({ number: label }))],
    confusions.map(({ label, confusion }) => [label, ...confusion.f1.map(accuracy)]),
  );
}
