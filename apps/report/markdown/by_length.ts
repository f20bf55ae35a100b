// Accuracy by the length of a text.
import type { AccuracyByLength, LengthRange } from "../accuracy_by_length.ts";
import { accuracy, count } from "./numbers.ts";
import { table } from "./table.ts";

/** The table of accuracy by length. */
export function byLength({ ranges, rows }: AccuracyByLength): string[] {
  return [
    "### Accuracy by the length of a text",
    table(
      ["Tokens", ...ranges.map((range) => ({ number: describeRange(range) }))],
      [
        ["Examples", ...ranges.map(({ examples }) => count(examples))],
        ...rows.map(({ label, accuracies }) => [label, ...accuracies.map(accuracy)]),
      ],
    ),
  ];
}

function describeRange({ from, to, cut }: LengthRange): string {
  return cut ? `${from}, cut` : `${from} to ${to}`;
}
