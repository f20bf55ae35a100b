/**
 * The report on saved training runs: `deno task report`. Reads run records and predictions, and writes
 * Markdown, JSON, CSV and learning curves. It needs no TensorFlow, and the same runs give the same
 * bytes: no clock, no path of the machine, no order but that of names and figures enters it.
 *
 * @module
 */
import { writeFileAtomically } from "@sluice/train/run_folder";
import { type Arguments, HELP, parseArguments, UsageError } from "./arguments.ts";
import { reportMarkdown } from "./markdown/report.ts";
import { readRuns } from "./read_runs.ts";
import { makeReport } from "./report.ts";

async function report(args: Arguments): Promise<void> {
  const runs = await readRuns(args.runs);
  if (runs.completed.length === 0 && runs.setAside.length === 0) {
    throw new Error(`no runs in ${args.runs}: train one first (deno task train lstm)`);
  }
  const report = makeReport(runs);
  const markdown = reportMarkdown(report);
  if (args.output === undefined) {
    console.log(markdown.trimEnd());
  } else {
    await writeFileAtomically(args.output, markdown);
  }
  if (runs.completed.length === 0) throw new Error(`no completed run in ${args.runs}`);
}

if (import.meta.main) {
  try {
    const args = parseArguments(Deno.args);
    if (args === undefined) console.log(HELP);
    else await report(args);
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    Deno.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
