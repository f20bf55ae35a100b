// What saved predictions show: accuracy by length, the confusion matrix, the surest mistakes.
import type { AccuracyByLength, LengthRange } from "../accuracy_by_length.ts";
import type { Confusion } from "../confusion.ts";
import type { Mistake } from "../mistakes.ts";
import { accuracy, count, meanCount } from "./numbers.ts";
import { table } from "./table.ts";

/** The table of accuracy by length. */
export function byLength({ ranges, rows }: AccuracyByLength): string[] {
  return [
    "### Accuracy by the length of a review",
    table(
      ["Tokens", ...ranges.map((range) => ({ number: describeRange(range) }))],
      [
        ["Reviews", ...ranges.map(({ examples }) => count(examples))],
        ...rows.map(({ label, accuracies }) => [label, ...accuracies.map(accuracy)]),
      ],
    ),
  ];
}

function describeRange({ from, to, cut }: LengthRange): string {
  return cut ? `${from}, cut` : `${from} to ${to}`;
}

/** The confusion matrices, one in a row. */
export function confusionMatrices(
  rows: readonly { label: string; confusion: Confusion }[],
  severalRuns: boolean,
): string[] {
  return [
    "### Confusion matrix",
    table(
      [
        "Model",
        { number: "Negative, called negative" },
        { number: "Negative, called positive" },
        { number: "Positive, called negative" },
        { number: "Positive, called positive" },
      ],
      rows.map(({ label, confusion }) => [
        label,
        meanCount(confusion.trueNegative),
        meanCount(confusion.falsePositive),
        meanCount(confusion.falseNegative),
        meanCount(confusion.truePositive),
      ]),
    ),
    severalRuns ? "Test reviews, means over the seeds." : "Test reviews.",
  ];
}

/** The mistakes of one configuration that it is most sure about, by the example's id alone. */
export function mistakes(label: string, rows: readonly Mistake[]): string[] {
  return [
    `### The most confident mistakes of ${label}`,
    table(
      ["Example", "Label", { number: "Probability of positive" }],
      rows.map(({ id, label, probability }) => [
        id,
        label === 1 ? "positive" : "negative",
        accuracy(probability),
      ]),
    ),
  ];
}
