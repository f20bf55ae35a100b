// Everything a report says, as data: what Markdown, JSON and CSV are made from.
import { type AccuracyByLength, accuracyByLength } from "./accuracy_by_length.ts";
import { compareRuns, type Comparison } from "./comparisons.ts";
import { type Conditions, conditions } from "./conditions.ts";
import { type Confusion, confusion } from "./confusion.ts";
import { type Curve, learningCurve } from "./learning_curve.ts";
import { type HeldGate, heldGates } from "./gates.ts";
import { type GateInTraining, gatesInTraining } from "./gates_in_training.ts";
import { confidentMistakes, type Mistake } from "./mistakes.ts";
import type { Runs, SetAside } from "./read_runs.ts";
import { type ReferenceRow, referenceRows } from "./reference_rows.ts";
import type { ReferenceStudy } from "./reference_study.ts";
import { type Difference, testDifferences } from "./significance.ts";
import { summarize, type Summary } from "./summary.ts";

/** What is said about one comparison. Configurations come in the order of `summaries`. */
export interface Section {
  /** The name of the data set. */
  dataSet: string;
  /** The data set's fingerprint. */
  fingerprint: string;
  /** The labels, in the order of their indices. */
  labels: string[];
  /** What a reader must know about the data. */
  notices: string[];
  /** The number of examples trained on. */
  trainExamples: number;
  /** The number of training examples held out for validation. */
  validationExamples: number;
  /** The number of test examples. */
  testExamples: number;
  /** How many of them there are of each label. */
  testClasses: number[];
  /** The figures of each configuration, the highest mean final accuracy first. */
  summaries: Summary[];
  /** The tests of every two configurations with predictions on the same examples. */
  differences: Difference[];
  /** The learning curves. */
  curves: Curve[];
  /** Accuracy by the length of a text, where lengths were saved. */
  byLength?: AccuracyByLength;
  /** The confusion matrix of each configuration that saved predictions. */
  confusions: { label: string; confusion: Confusion }[];
  /** The most confident mistakes of the best configuration that saved predictions. */
  mistakes?: { label: string; rows: Mistake[] };
  /** The gates of trained models that were held. */
  held: HeldGate[];
  /** The gates that were held from the start of training. */
  heldInTraining: GateInTraining[];
  /** The study's figures, where there is one of as many examples and two labels. */
  reference?: ReferenceRow[];
  /** Under which conditions the runs were made. */
  conditions: Conditions;
}

/** Everything a report says. */
export interface Report {
  /** One section for each data set, with the same labels and as many examples. */
  sections: Section[];
  /** What does not count, or not in full. */
  setAside: SetAside[];
  /** The study to compare with. */
  study?: ReferenceStudy;
}

/** Makes a report from runs, and from the figures of a study where there are any. */
export function makeReport(
  { completed, setAside: unusable }: Runs,
  study?: ReferenceStudy,
): Report {
  const setAside = [...unusable];
  const sections = compareRuns(completed, setAside)
    .map((comparison) => makeSection(comparison, study));
  setAside.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  return { sections, setAside, ...(study && { study }) };
}

function makeSection(unordered: Comparison, study: ReferenceStudy | undefined): Section {
  const ranked = unordered.configurations
    .map((configuration) => ({ configuration, summary: summarize(configuration) }))
    .sort((a, b) => b.summary.final.accuracy.mean - a.summary.final.accuracy.mean);
  const configurations = ranked.map(({ configuration }) => configuration);
  const comparison = { ...unordered, configurations };
  const notices = configurations.flatMap(({ runs }) =>
    runs.flatMap(({ record }) => record.data.notice ?? [])
  );
  const byLength = accuracyByLength(comparison);
  const predicted = configurations.find(({ runs }) => runs.some((run) => run.predictions));
  const reference = study && referenceRows(study, comparison);
  return {
    dataSet: comparison.dataSet,
    fingerprint: comparison.fingerprint,
    labels: comparison.labels,
    notices: [...new Set(notices)].sort(),
    trainExamples: comparison.trainExamples,
    validationExamples: comparison.validationExamples,
    testExamples: comparison.testExamples,
    testClasses: comparison.testClasses,
    summaries: ranked.map(({ summary }) => summary),
    differences: testDifferences(configurations),
    curves: configurations.map(learningCurve),
    ...(byLength && { byLength }),
    confusions: configurations.flatMap((configuration) => {
      const matrix = confusion(configuration, comparison.labels.length);
      return matrix ? [{ label: configuration.label, confusion: matrix }] : [];
    }),
    ...(predicted && {
      mistakes: { label: predicted.label, rows: confidentMistakes(predicted, comparison.labels) },
    }),
    held: configurations.flatMap(heldGates),
    heldInTraining: gatesInTraining(configurations),
    ...(reference && { reference }),
    conditions: conditions(comparison),
  };
}
