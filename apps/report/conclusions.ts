// What follows from the figures, and nothing else: each sentence is made from them.
import { count, difference, meanCount, pValue, range, seconds } from "./markdown/numbers.ts";
import { isReferenceValue } from "./markdown/gates.ts";
import { mostConfused } from "./most_confused.ts";
import type { Section } from "./report.ts";
import { findDifference, SIGNIFICANCE_LEVEL } from "./significance.ts";
import type { Summary } from "./summary.ts";

/** Of fewer examples an accuracy says little. */
const ENOUGH_EXAMPLES = 100;

/** The conclusions of a section, a sentence or two each. */
export function conclude(section: Section): string[] {
  return [
    theBest(section),
    theCost(section),
    theLastEpochs(section),
    theChosenEpoch(section),
    theStudy(section),
    ...theGates(section),
    ...theGatesInTraining(section),
    theLength(section),
    theConfusion(section),
  ].filter((conclusion) => conclusion !== undefined);
}

/** Which configuration is best, by how much, and whether that is more than chance. */
function theBest({ summaries, differences }: Section): string | undefined {
  const [best, second] = summaries;
  if (best === undefined || second === undefined) return undefined;
  const lead = best.final.accuracy.mean - second.final.accuracy.mean;
  const found = findDifference(differences, best.label, second.label);
  let sentence = `${best.label} ends highest, at ${four(best.final.accuracy.mean)}: ` +
    `${points(lead)} above ${second.label}`;
  if (found === undefined) {
    return `${sentence}. Whether that is more than chance cannot be said without predictions of ` +
      `both on the same examples.`;
  }
  sentence += found.corrected < SIGNIFICANCE_LEVEL
    ? `, which is significant (p = ${pValue(found.corrected)}, corrected).`
    : `, which is not significant (p = ${pValue(found.corrected)}, corrected).`;
  const equals = summaries.slice(1).filter(({ label }) => {
    const other = findDifference(differences, best.label, label);
    return other !== undefined && other.corrected >= SIGNIFICANCE_LEVEL;
  });
  return equals.length < 2
    ? sentence
    : `${sentence} These are not told apart from it: ${names(equals)}.`;
}

/** What the best costs beside the quickest. */
function theCost({ summaries }: Section): string | undefined {
  if (summaries.length < 2) return undefined;
  const best = summaries[0]!;
  const total = (summary: Summary) => summary.trainSeconds * summary.epochs;
  const quickest = summaries.reduce((a, b) => total(b) < total(a) ? b : a);
  const cost = `${seconds(best.trainSeconds)} s an epoch for ${best.epochs} epochs`;
  if (quickest === best) return `${best.label} is also the quickest to train: ${cost}.`;
  const behind = best.final.accuracy.mean - quickest.final.accuracy.mean;
  return `${best.label} takes ${cost}, ${times(total(best) / total(quickest))} the training time ` +
    `of ${quickest.label} (${seconds(quickest.trainSeconds)} s for ${quickest.epochs} epochs), ` +
    `which ends ${points(behind)} lower.`;
}

/** Where training past the best epoch did harm. */
function theLastEpochs({ summaries }: Section): string | undefined {
  const fall = (summary: Summary) => summary.best.accuracy.mean - summary.final.accuracy.mean;
  const most = summaries.reduce<Summary | undefined>(
    (a, b) => a === undefined || fall(b) > fall(a) ? b : a,
    undefined,
  );
  if (most === undefined || points(fall(most)) === points(0)) return undefined;
  return `${most.label} falls most from its best epoch (${range(most.best.epochs)}) to its last ` +
    `(${range(most.final.epochs)}): by ${points(fall(most))}, while its test loss goes from ` +
    `${four(most.best.loss.mean)} to ${four(most.final.loss.mean)}.`;
}

/** What choosing the epoch on held-out training examples would have changed. */
function theChosenEpoch({ summaries }: Section): string | undefined {
  const held = summaries.filter((summary) => summary.selected !== undefined);
  if (held.length === 0) return undefined;
  const gain = (summary: Summary) => summary.selected!.accuracy.mean - summary.final.accuracy.mean;
  const sorted = held.toSorted((a, b) => gain(b) - gain(a));
  const change = (summary: Summary) => `${difference(100 * gain(summary), 2)} for ${summary.label}`;
  const first = sorted[0]!;
  const last = sorted.at(-1)!;
  return "Stopping at the epoch that held-out training examples chose changes the test accuracy, in " +
    `points, by ${change(first)}` + (first === last ? "." : `, down to ${change(last)}.`);
}

/** How far ours are from the study. */
function theStudy({ summaries, reference }: Section): string | undefined {
  if (reference === undefined || reference.length === 0) return undefined;
  const rows = reference.map((row) => {
    const summary = summaries.find(({ label }) => label === row.label)!;
    return { ...row, gain: summary.final.accuracy.mean - row.final.testAccuracy };
  }).sort((a, b) => b.gain - a.gain);
  const above = rows.filter(({ gain }) => gain > 0).length;
  const each = rows.map(({ label, gain }) => `${label} ${difference(100 * gain, 2)}`).join(", ");
  return `${above} of ${rows.length} end above the study's figure for the same model; in points: ` +
    `${each}.`;
}

/** Which gate an LSTM can least do without, for each value that gates were held at. */
function theGates({ held }: Section): string[] {
  return [...Map.groupBy(held, ({ label, heldAt }) => `${heldAt} ${label}`).values()]
    .filter((gates) => gates.length > 1)
    .map((gates) => {
      const sorted = gates.toSorted((a, b) => a.accuracyChange.mean - b.accuracyChange.mean);
      const each = sorted
        .map(({ gate, accuracyChange }) => `${gate} ${difference(100 * accuracyChange.mean, 2)}`)
        .join(", ");
      const { label, heldAt, gate } = sorted[0]!;
      const note = isReferenceValue(heldAt) ? ", where the study held it," : "";
      return `${label} can least do without its ${gate} gate: held at ` +
        `${Number(heldAt.toFixed(3))}${note} the accuracy changes, in points, by ${each}.`;
    });
}

/** What training with a gate held changes, for each value that gates were held at. */
function theGatesInTraining({ heldInTraining }: Section): string[] {
  return [...Map.groupBy(heldInTraining, ({ free, heldAt }) => `${heldAt} ${free}`).values()]
    .map((gates) => {
      const each = gates.toSorted((a, b) => a.accuracyChange.mean - b.accuracyChange.mean)
        .map(({ gate, epochs, accuracyChange }) =>
          `${gate} ${difference(100 * accuracyChange.mean, 2)} (epoch ${epochs})`
        ).join(", ");
      const { free, heldAt } = gates[0]!;
      return `With a gate held at ${
        Number(heldAt.toFixed(3))
      } from the start of training, the accuracy ` +
        `of ${free} after as many epochs changes, in points, by ${each}.`;
    });
}

/** Whether the best does worse on long texts or on short ones. */
function theLength({ summaries, byLength }: Section): string | undefined {
  const row = summaries.map(({ label }) => byLength?.rows.find((row) => row.label === label))
    .find((row) => row !== undefined);
  if (byLength === undefined || row === undefined) return undefined;
  const order = row.accuracies.map((_, index) => index)
    .filter((index) => byLength.ranges[index]!.examples >= ENOUGH_EXAMPLES)
    .sort((a, b) => row.accuracies[b]! - row.accuracies[a]!);
  if (order.length < 2) return undefined;
  const describe = (index: number) => {
    const { from, to, cut, examples } = byLength.ranges[index]!;
    const tokens = cut ? `${from} tokens, cut` : `${from} to ${to} tokens`;
    return `${four(row.accuracies[index]!)} on the ${count(examples)} texts of ${tokens}`;
  };
  return `By length, ${row.label} is best with ${describe(order[0]!)}, and worst with ` +
    `${describe(order.at(-1)!)}.`;
}

/** Of more than two labels, which one the best calls another most often. */
function theConfusion({ labels, confusions }: Section): string | undefined {
  const [best] = confusions;
  if (best === undefined || labels.length === 2) return undefined;
  const [most] = mostConfused(best.confusion, 1);
  if (most === undefined) return undefined;
  const { label, said, examples, share } = most;
  return `${best.label} errs most often by saying "${labels[said]}" where "${
    labels[label]
  }" is right: ` +
    `${meanCount(examples)} of ${count(examples / share)} examples.`;
}

function four(value: number): string {
  return value.toFixed(4);
}

/** A difference of accuracies in percentage points. */
function points(value: number): string {
  return `${(100 * value).toFixed(2)} points`;
}

function times(ratio: number): string {
  return `${ratio.toPrecision(ratio >= 100 ? 3 : 2)} times`;
}

function names(summaries: readonly Summary[], limit = 8): string {
  const more = summaries.length > limit ? [`${summaries.length - limit} more`] : [];
  return [...summaries.slice(0, limit).map(({ label }) => label), ...more].join("; ");
}
