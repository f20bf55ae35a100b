/**
 * The report on saved training runs: `deno task report`. Reads run records and predictions, and writes
 * Markdown, JSON, CSV and learning curves. It needs no TensorFlow, and the same runs give the same
 * bytes: no clock, no path of the machine, no order but that of names and figures enters it.
 *
 * @module
 */
import { readPlainText } from "@sluice/files";
import { writeFileAtomically } from "@sluice/runs";
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import { commonFlags } from "../command_line/common_flags.ts";
import type { Flags } from "../command_line/flag.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { UsageError } from "../command_line/usage_error.ts";
import { reportCsv } from "./csv.ts";
import { drawCurves, type Metric } from "./curves.ts";
import { reportJson } from "./json.ts";
import { type Picture, reportMarkdown } from "./markdown/report.ts";
import { readRuns } from "./read_runs.ts";
import { parseReferenceStudy, type ReferenceStudy } from "./reference_study.ts";
import { makeReport, type Report } from "./report.ts";
import { print } from "../command_line/print.ts";

/** The flags of the command. */
export const flags = {
  runs: {
    kind: "text",
    default: "runs",
    placeholder: "DIR",
    help: "folder of runs, searched with its subfolders",
  },
  output: {
    kind: "text",
    placeholder: "FILE",
    help: "write the Markdown to FILE, and learning curves as SVG beside it",
  },
  reference: {
    kind: "text",
    placeholder: "FILE",
    help: "compare with the figures of a study (JSON)",
  },
  json: { kind: "text", placeholder: "FILE", help: "also write every figure as JSON" },
  csv: { kind: "text", placeholder: "FILE", help: "also write one line a configuration as CSV" },
  ...commonFlags,
} as const satisfies Flags;

const HELP = `Report on saved training runs as Markdown.

Usage: deno task report [options]

Without --output the Markdown goes to standard output. The same runs give the same report, byte for
byte. Runs that failed, were interrupted or cannot be read are named, with the reason. The exit code is 1
where there is no completed run.

Options:
${describeFlags(flags)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags: given, positionals } = parseFlags(args, flags);
  if (given.help) {
    print(HELP);
    return exitCodes.done;
  }
  if (positionals.length > 0) {
    throw new UsageError(
      `unexpected argument ${positionals[0]}: the folder of runs is given with --runs`,
    );
  }
  const study = given.reference === undefined ? undefined : await readStudy(given.reference);
  const runs = await readRuns(given.runs);
  if (runs.completed.length === 0 && runs.setAside.length === 0) {
    throw new Error(`no runs in ${given.runs}: train one first (deno task train lstm)`);
  }
  const report = makeReport(runs, study);
  if (given.json !== undefined) await writeFileAtomically(given.json, reportJson(report));
  if (given.csv !== undefined) await writeFileAtomically(given.csv, reportCsv(report));
  if (given.output === undefined) {
    print(reportMarkdown(report).trimEnd());
  } else {
    const pictures = await writeCurves(report, given.output);
    await writeFileAtomically(given.output, reportMarkdown(report, pictures));
  }
  if (runs.completed.length === 0) throw new Error(`no completed run in ${given.runs}`);
  return exitCodes.done;
}

async function readStudy(path: string): Promise<ReferenceStudy> {
  const text = await readPlainText(path, { limit: "study" });
  return parseReferenceStudy(text, path);
}

/** Writes the learning curves beside the report: `report.md` gets `report.accuracy.svg`, ... */
async function writeCurves(report: Report, output: string): Promise<Picture[][]> {
  const base = output.replace(/\.[^./\\]*$/, "");
  const pictures: Picture[][] = [];
  for (const [index, section] of report.sections.entries()) {
    const shown: Picture[] = [];
    for (const metric of ["accuracy", "loss"] satisfies Metric[]) {
      const suffix = report.sections.length === 1 ? metric : `${index + 1}.${metric}`;
      const path = `${base}.${suffix}.svg`;
      await writeFileAtomically(path, await drawCurves(section, metric));
      shown.push({
        title: `${metric === "accuracy" ? "Accuracy" : "Loss"} by epoch`,
        file: encodeURI(path.replace(/^.*[/\\]/, "")),
      });
    }
    pictures.push(shown);
  }
  return pictures;
}
