// Which differences are more than chance: the test against the best, and who beats whom.
import { type Difference, findDifference, SIGNIFICANCE_LEVEL } from "../significance.ts";
import type { Summary } from "../summary.ts";
import { count, difference, meanCount, NONE, pValue } from "./numbers.ts";
import { table } from "./table.ts";

// A table in which every row may name all others is of no use with more rows than this.
const MAX_ROWS = 24;

/** The tables of significance, or nothing where no two configurations could be tested. */
export function significance(
  summaries: readonly Summary[],
  differences: readonly Difference[],
): string[] {
  if (differences.length === 0) return [];
  const tested = summaries.filter(({ label }) =>
    differences.some(({ first, second }) => label === first || label === second)
  );
  return [
    "### Which differences are more than chance",
    againstBest(tested, differences),
    legend(differences),
    ...(tested.length > 2 && tested.length <= MAX_ROWS ? [whoBeatsWhom(tested, differences)] : []),
  ];
}

function legend(differences: readonly Difference[]): string {
  return [
    "McNemar's exact test on the predictions of the final epoch.",
    differences.some(({ pairs }) => pairs > 1)
      ? "Each run is tested against the one with the same seeds; p is the middle one of their " +
        "p-values, scaled so that it stays valid, and the counts of examples are means."
      : "",
    `Corrected by Holm's method for all pairs (${count(differences.length)}); significant below ` +
    `${SIGNIFICANCE_LEVEL}.`,
  ].filter((sentence) => sentence !== "").join(" ");
}

function againstBest(tested: readonly Summary[], differences: readonly Difference[]): string {
  const [best, ...others] = tested;
  const rows = others.flatMap(({ label }) => {
    const found = findDifference(differences, best!.label, label);
    if (found === undefined) return [];
    const swapped = found.first !== best!.label;
    const bestAlone = swapped ? found.onlySecond : found.onlyFirst;
    const otherAlone = swapped ? found.onlyFirst : found.onlySecond;
    return [[
      label,
      difference(swapped ? found.accuracy : -found.accuracy),
      meanCount(bestAlone),
      meanCount(otherAlone),
      pValue(found.p),
      pValue(found.corrected),
      found.corrected < SIGNIFICANCE_LEVEL ? "yes" : "no",
    ]];
  });
  return table([
    `Against ${best!.label}`,
    { number: "Accuracy" },
    { number: `Only ${best!.label} right` },
    { number: "Only this right" },
    { number: "p" },
    { number: "p, corrected" },
    "Significant",
  ], rows);
}

function whoBeatsWhom(tested: readonly Summary[], differences: readonly Difference[]): string {
  const rows = tested.map(({ label }) => {
    const better: string[] = [];
    const unclear: string[] = [];
    for (const { label: other } of tested) {
      const found = findDifference(differences, label, other);
      if (found === undefined) continue;
      const lead = found.first === label ? found.accuracy : -found.accuracy;
      if (found.corrected >= SIGNIFICANCE_LEVEL) unclear.push(other);
      else if (lead > 0) better.push(other);
    }
    return [label, better.join("; ") || NONE, unclear.join("; ") || NONE];
  });
  return table(["Model", "Significantly better than", "Not told apart from"], rows);
}
