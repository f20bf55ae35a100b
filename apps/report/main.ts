/**
 * The report on saved training runs: `deno task report`. Reads run records and predictions, and writes
 * Markdown, JSON, CSV and learning curves. It needs no TensorFlow, and the same runs give the same
 * bytes: no clock, no path of the machine, no order but that of names and figures enters it.
 *
 * @module
 */
import { writeFileAtomically } from "@sluice/runs";
import { type Arguments, HELP, parseArguments, UsageError } from "./arguments.ts";
import { reportCsv } from "./csv.ts";
import { drawCurves, type Metric } from "./curves.ts";
import { reportJson } from "./json.ts";
import { type Picture, reportMarkdown } from "./markdown/report.ts";
import { readRuns } from "./read_runs.ts";
import { parseReferenceStudy, type ReferenceStudy } from "./reference_study.ts";
import { makeReport, type Report } from "./report.ts";

async function main(args: Arguments): Promise<void> {
  const study = args.reference === undefined ? undefined : await readStudy(args.reference);
  const runs = await readRuns(args.runs);
  if (runs.completed.length === 0 && runs.setAside.length === 0) {
    throw new Error(`no runs in ${args.runs}: train one first (deno task train lstm)`);
  }
  const report = makeReport(runs, study);
  if (args.json !== undefined) await writeFileAtomically(args.json, reportJson(report));
  if (args.csv !== undefined) await writeFileAtomically(args.csv, reportCsv(report));
  if (args.output === undefined) {
    console.log(reportMarkdown(report).trimEnd());
  } else {
    const pictures = await writeCurves(report, args.output);
    await writeFileAtomically(args.output, reportMarkdown(report, pictures));
  }
  if (runs.completed.length === 0) throw new Error(`no completed run in ${args.runs}`);
}

async function readStudy(path: string): Promise<ReferenceStudy> {
  let text;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound
      ? "no such file"
      : (error as Error).message.replace(/: readfile '.*'$/s, "");
    throw new Error(`${path}: ${reason}`, { cause: error });
  }
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

if (import.meta.main) {
  try {
    const args = parseArguments(Deno.args);
    if (args === undefined) console.log(HELP);
    else await main(args);
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    Deno.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
