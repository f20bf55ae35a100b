// The report as Markdown.
import { conclude } from "../conclusions.ts";
import { MAX_PANELS } from "../curves.ts";
import type { Report, Section } from "../report.ts";
import type { ReferenceStudy } from "../reference_study.ts";
import { conditionsList } from "./conditions.ts";
import { gates, gatesInTraining } from "./gates.ts";
import { byLength } from "./by_length.ts";
import { confusionMatrices } from "./confusion.ts";
import { mistakes } from "./mistakes.ts";
import { capital, count, plural } from "./numbers.ts";
import { reference } from "./reference.ts";
import { results } from "./results.ts";
import { significance } from "./significance.ts";
import { escape } from "./table.ts";

const MAX_LABELS = 30;

/** A picture that a section shows. */
export interface Picture {
  /** What it shows. */
  title: string;
  /** Its file, relative to the report's. */
  file: string;
}

/**
 * The whole report as Markdown.
 *
 * @param pictures For each section the pictures that it shows.
 */
export function reportMarkdown(
  report: Report,
  pictures: readonly (readonly Picture[])[] = [],
): string {
  return [
    "# Training runs",
    ...report.sections.flatMap((section, index) =>
      sectionMarkdown(section, report.study, pictures[index] ?? [])
    ),
    ...setAside(report),
  ].join("\n\n") + "\n";
}

function sectionMarkdown(
  section: Section,
  study: ReferenceStudy | undefined,
  pictures: readonly Picture[],
): string[] {
  const runs = section.summaries.reduce((sum, summary) => sum + summary.runs.length, 0);
  const conclusions = conclude(section);
  return [
    `## Data set ${escape(section.dataSet)}: ${count(section.trainExamples)} training` +
    (section.validationExamples > 0 ? `, ${count(section.validationExamples)} held-out` : "") +
    ` and ${count(section.testExamples)} test examples`,
    ...section.notices.map((notice) => `> ${escape(notice)}`),
    capital(`${plural(runs, "run")} of ${plural(section.summaries.length, "configuration")}. `) +
    `Labels: ${escape(listLabels(section.labels))}.`,
    results(section),
    ...(conclusions.length > 0
      ? ["### Conclusions", conclusions.map((text) => `- ${escape(capital(text))}`).join("\n")]
      : []),
    ...significance(section.summaries, section.differences),
    ...(study ? reference(study, section.reference, section.summaries) : []),
    ...(pictures.length > 0
      ? [
        "### Learning curves",
        ...pictures.map(({ title, file }) => `![${title}](${file})`),
        ...(section.curves.length > MAX_PANELS
          ? [`The ${MAX_PANELS} configurations with the highest final accuracy.`]
          : []),
      ]
      : []),
    ...(section.byLength ? byLength(section.byLength) : []),
    ...(section.held.length > 0 ? gates(section.held, section.reference && study) : []),
    ...(section.heldInTraining.length > 0 ? gatesInTraining(section.heldInTraining) : []),
    ...(section.confusions.length > 0
      ? confusionMatrices(section, runs > section.summaries.length)
      : []),
    ...(section.mistakes?.rows.length
      ? mistakes(section.mistakes.label, section.labels, section.mistakes.rows)
      : []),
    ...conditionsList(section.conditions),
  ];
}

function setAside(report: Report): string[] {
  if (report.setAside.length === 0) return [];
  return [
    "## Set aside",
    report.setAside.map(({ name, reason }) => `- ${escape(name)}: ${escape(reason)}`).join("\n"),
  ];
}

/** The names of labels, as many as a line holds. */
function listLabels(labels: readonly string[]): string {
  const shown = labels.slice(0, MAX_LABELS);
  const more = labels.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${count(more)} more` : "");
}
