// The study's figures beside ours.
import type { ReferenceRow } from "../reference_rows.ts";
import type { ReferenceStudy } from "../reference_study.ts";
import type { Summary } from "../summary.ts";
import { accuracy, count, difference, meanAndDeviation, seconds } from "./numbers.ts";
import { escape, table } from "./table.ts";

/** The table of the study's figures and ours, or why there is none. */
export function reference(
  study: ReferenceStudy,
  rows: readonly ReferenceRow[] | undefined,
  summaries: readonly Summary[],
): string[] {
  const { trainReviews, testReviews } = study.data;
  const head = "### Beside the study";
  if (rows === undefined) {
    return [
      head,
      `The study's figures are for ${count(trainReviews)} training and ${
        count(testReviews)
      } test ` +
      "examples of two labels, so they are not set beside these.",
    ];
  }
  const matched = summaries.flatMap((summary) => {
    const row = rows.find(({ label }) => label === summary.label);
    return row === undefined ? [] : [{ row, summary }];
  });
  if (matched.length === 0) return [head, "The study has none of these models."];
  return [
    head,
    table(
      [
        "Model",
        "In the study",
        { number: "Study's epochs" },
        { number: "Study's final accuracy" },
        { number: "Ours" },
        { number: "Difference" },
        { number: "Study's final loss" },
        { number: "Ours" },
        { number: "Study's best accuracy" },
        { number: "Ours" },
        { number: "Study's seconds an epoch" },
        { number: "Ours" },
      ],
      matched.map(({ row, summary }) => [
        summary.label,
        row.name,
        `${row.history.length}`,
        accuracy(row.final.testAccuracy),
        meanAndDeviation(summary.final.accuracy),
        difference(summary.final.accuracy.mean - row.final.testAccuracy),
        accuracy(row.final.testLoss),
        meanAndDeviation(summary.final.loss),
        accuracy(row.best.testAccuracy),
        meanAndDeviation(summary.best.accuracy),
        seconds(row.trainSeconds),
        seconds(summary.trainSeconds),
      ]),
    ),
    `The study: ${escape(study.description)}`,
  ];
}
