// Everything a report says, as data: what Markdown, JSON and CSV are made from.
import { compareRuns, type Comparison } from "./comparisons.ts";
import type { Runs, SetAside } from "./read_runs.ts";
import { summarize, type Summary } from "./summary.ts";

/** What is said about one comparison. */
export interface Section {
  /** The runs behind it. */
  comparison: Comparison;
  /** The figures of each configuration, the highest mean final accuracy first. */
  summaries: Summary[];
}

/** Everything a report says. */
export interface Report {
  /** One section a data set. */
  sections: Section[];
  /** What does not count, or not in full. */
  setAside: SetAside[];
}

/** Makes a report from runs. */
export function makeReport({ completed, setAside: unusable }: Runs): Report {
  const setAside = [...unusable];
  const sections = compareRuns(completed, setAside).map((comparison) => ({
    comparison,
    summaries: comparison.configurations.map(summarize)
      .sort((a, b) => b.final.accuracy.mean - a.final.accuracy.mean),
  }));
  setAside.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  return { sections, setAside };
}
