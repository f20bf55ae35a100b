// The report as Markdown.
import type { Report, Section } from "../report.ts";
import { count, plural } from "./numbers.ts";
import { results } from "./results.ts";
import { escape } from "./table.ts";

/** The whole report as Markdown. */
export function reportMarkdown(report: Report): string {
  return [
    "# Training runs",
    ...report.sections.flatMap(section),
    ...setAside(report),
  ].join("\n\n") + "\n";
}

function section({ comparison, summaries }: Section): string[] {
  const { dataSet, trainExamples, testExamples } = comparison;
  const runs = summaries.reduce((sum, summary) => sum + summary.runs.length, 0);
  const notices = new Set(
    comparison.configurations.flatMap(({ runs }) => runs.map(({ record }) => record.data.notice)),
  );
  return [
    `## Data set ${escape(dataSet)}: ${count(trainExamples)} training and ` +
    `${count(testExamples)} test reviews`,
    `${capital(plural(runs, "run"))} of ${plural(summaries.length, "configuration")}.`,
    ...[...notices].filter((notice) => notice !== undefined).map((notice) => `> ${escape(notice)}`),
    results(summaries),
  ];
}

function setAside(report: Report): string[] {
  if (report.setAside.length === 0) return [];
  return [
    "## Set aside",
    report.setAside.map(({ name, reason }) => `- ${escape(name)}: ${escape(reason)}`).join("\n"),
  ];
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
