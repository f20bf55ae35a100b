// Runs sorted into what can be compared: configurations trained and tested on as much of one data set
// with the same labels.
import { configurationKey, type RunRecord } from "@sluice/runs";
import { labelConfigurations } from "./configuration_labels.ts";
import type { Run, SetAside } from "./read_runs.ts";

/** The runs of one configuration, which differ in their seeds alone. */
export interface Configuration {
  /** Its name, unique in the comparison. */
  label: string;
  /** The key that its runs share. */
  key: string;
  /** Its runs, in the order of their seeds. */
  runs: [Run, ...Run[]];
}

/** Configurations whose figures can be set beside each other. */
export interface Comparison {
  /** The name of the data set. */
  dataSet: string;
  /** The data set's fingerprint. */
  fingerprint: string;
  /** The labels, in the order of their indices. */
  labels: string[];
  /** The number of examples trained on. */
  trainExamples: number;
  /** The number of training examples held out for validation. */
  validationExamples: number;
  /** The number of test examples. */
  testExamples: number;
  /** How many of them there are of each label. */
  testClasses: number[];
  /** The configurations, in the order of their names. */
  configurations: Configuration[];
}

/**
 * Sorts runs into comparisons, the largest first. Of runs of one configuration with the same seeds only
 * the one that started last counts; the others are added to `setAside`.
 */
export function compareRuns(runs: readonly Run[], setAside: SetAside[]): Comparison[] {
  const comparisons = Map.groupBy(
    latestOfRepeats(runs, setAside),
    ({ record: { data, task } }) =>
      JSON.stringify([
        data.name,
        data.fingerprint,
        task.labels,
        data.train.examples,
        data.validation?.examples ?? 0,
        data.test.examples,
      ]),
  );
  return [...comparisons.values()].map((runs) => {
    const configurations = configurationsOf(runs);
    const { data, task } = configurations[0]!.runs[0].record;
    return {
      dataSet: data.name,
      fingerprint: data.fingerprint,
      labels: task.labels,
      trainExamples: data.train.examples,
      validationExamples: data.validation?.examples ?? 0,
      testExamples: data.test.examples,
      testClasses: data.test.classes,
      configurations,
    };
  }).sort((a, b) =>
    b.configurations.length - a.configurations.length ||
    inOrder(a.dataSet, b.dataSet) || b.trainExamples - a.trainExamples ||
    b.validationExamples - a.validationExamples ||
    b.testExamples - a.testExamples || inOrder(a.fingerprint, b.fingerprint) ||
    inOrder(JSON.stringify(a.labels), JSON.stringify(b.labels))
  );
}

function configurationsOf(runs: readonly Run[]): Configuration[] {
  const groups = [...Map.groupBy(runs, ({ record }) => configurationKey(record))]
    .map(([key, group]) => ({
      key,
      runs: group.toSorted((a, b) =>
        compareSeeds(a.record, b.record) || inOrder(a.name, b.name)
      ) as [Run, ...Run[]],
    }));
  const labels = labelConfigurations(groups.map(({ runs }) => runs[0].record));
  return groups.map((group, index) => ({ label: labels[index]!, ...group }))
    .sort((a, b) => inOrder(a.label, b.label) || inOrder(a.key, b.key));
}

function latestOfRepeats(runs: readonly Run[], setAside: SetAside[]): Run[] {
  const latest = new Map<string, Run>();
  for (const run of runs) {
    const { record } = run;
    const key = configurationKey(record) + JSON.stringify(record.task.labels) + seedKey(record);
    const other = latest.get(key);
    if (other === undefined) {
      latest.set(key, run);
      continue;
    }
    const [kept, dropped] = other.record.startedAt > run.record.startedAt
      ? [other, run]
      : [run, other];
    latest.set(key, kept);
    setAside.push({
      name: dropped.name,
      reason: `not counted: the same configuration and seeds as ${kept.name}, which started later`,
    });
  }
  return [...latest.values()];
}

/** The seeds of a run as a string, equal for equal seeds. */
export function seedKey(record: RunRecord): string {
  return JSON.stringify(Object.entries(record.seeds).sort(([a], [b]) => inOrder(a, b)));
}

function compareSeeds(a: RunRecord, b: RunRecord): number {
  const names = [...new Set([...Object.keys(a.seeds), ...Object.keys(b.seeds)])].sort();
  for (const name of names) {
    const difference = (a.seeds[name] ?? -Infinity) - (b.seeds[name] ?? -Infinity);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
