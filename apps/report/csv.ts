// The report as CSV (RFC 4180): one line a configuration.
import { printableLines } from "../command_line/printable.ts";
import type { Report, Section } from "./report.ts";
import type { Summary } from "./summary.ts";

type Cell = string | number | undefined;

const COLUMNS: Record<string, (summary: Summary, section: Section) => Cell> = {
  data_set: (_, section) => section.dataSet,
  labels: (_, section) => section.labels.join("; "),
  train_examples: (_, section) => section.trainExamples,
  validation_examples: (_, section) => section.validationExamples,
  test_examples: (_, section) => section.testExamples,
  configuration: (summary) => summary.label,
  architecture: (summary) => summary.architecture,
  parameters: (summary) => summary.parameterCount,
  epochs: (summary) => summary.epochs,
  runs: (summary) => summary.runs.length,
  final_accuracy: (summary) => summary.final.accuracy.mean,
  final_accuracy_deviation: (summary) => summary.final.accuracy.standardDeviation,
  final_accuracy_low: (summary) => summary.interval?.[0],
  final_accuracy_high: (summary) => summary.interval?.[1],
  macro_f1: (summary) => summary.macroF1?.mean,
  macro_f1_deviation: (summary) => summary.macroF1?.standardDeviation,
  final_loss: (summary) => summary.final.loss.mean,
  final_loss_deviation: (summary) => summary.final.loss.standardDeviation,
  best_accuracy: (summary) => summary.best.accuracy.mean,
  best_accuracy_deviation: (summary) => summary.best.accuracy.standardDeviation,
  best_loss: (summary) => summary.best.loss.mean,
  best_loss_deviation: (summary) => summary.best.loss.standardDeviation,
  chosen_accuracy: (summary) => summary.selected?.accuracy.mean,
  chosen_accuracy_deviation: (summary) => summary.selected?.accuracy.standardDeviation,
  chosen_loss: (summary) => summary.selected?.loss.mean,
  seconds_an_epoch: (summary) => summary.trainSeconds,
  tokens_a_second: (summary) => summary.tokensPerSecond,
  peak_memory_bytes: (summary) => summary.peakMemoryBytes,
};

/** The report as CSV text. A figure that is missing is an empty cell. */
export function reportCsv({ sections }: Report): string {
  const rows = sections.flatMap((section) =>
    section.summaries.map((summary) => Object.values(COLUMNS).map((cell) => cell(summary, section)))
  );
  return [Object.keys(COLUMNS), ...rows].map((row) => row.map(quote).join(",") + "\r\n").join("");
}

/**
 * A cell. A text that a spreadsheet would take for a formula, or that might hide something, gets an
 * apostrophe in front, as OWASP advises; numbers stay numbers.
 */
function quote(cell: Cell): string {
  if (typeof cell !== "string") return cell === undefined ? "" : String(cell);
  const shown = printableLines(cell);
  const text = /^[=+\-@\t]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
