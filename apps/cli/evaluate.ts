// `evaluate`: tests a trained run again, on the test examples that its record tells of.
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import { formatCount } from "../command_line/format_count.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { describeResult } from "./_describe_metrics.ts";
import { findRun, runArgument } from "./_find_run.ts";
import { openRun, openRunFlags } from "./_open_run.ts";
import { print, printError, printJson } from "../command_line/print.ts";

/** The flags of the command. */
export { openRunFlags as flags };

const HELP = `Test a trained run again, on the very test examples of its record.

Usage: deno task evaluate RUN [options]

RUN is the name of a run, or the path of its folder. The exit code is 1 where the result is not the
recorded one.

Options:
${describeFlags(openRunFlags)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags, positionals } = parseFlags(args, openRunFlags);
  if (flags.help) {
    print(HELP);
    return exitCodes.done;
  }
  const folder = await findRun(runArgument("evaluate", positionals), flags.runs);
  const { loaded, dataset, progress, signal } = await openRun(folder, flags);
  const { evaluateRun } = await import("@sluice/train");
  const { record, task } = loaded;
  const { loss, accuracy, macroF1, examples } = await evaluateRun(loaded, dataset, {
    signal,
    onProgress: (done, total) => progress.show("testing", done, total, ""),
  });
  progress.stop();

  const recorded = record.epochs.at(-1)!.test;
  // Records of version 1 have no macro F1.
  const same = accuracy === recorded.accuracy && loss === recorded.loss &&
    (recorded.macroF1 === undefined || macroF1 === recorded.macroF1);
  const found = { loss, accuracy, macroF1 };
  if (flags.json) {
    printJson({ folder, examples: examples.length, ...found, recorded, same });
  } else {
    print(
      `${record.model.architecture} on ${record.data.name}: test ` +
        `${describeResult(found, task.labels.length)} on ${formatCount(examples.length)} examples` +
        (same ? ", as recorded" : ""),
    );
  }
  if (same) return exitCodes.done;
  printError(
    `error: the record of ${folder} says ${exactly(recorded)}; found ${exactly(found)}`,
  );
  return exitCodes.failed;
}

function exactly(
  { accuracy, loss, macroF1 }: { accuracy: number; loss: number; macroF1?: number },
): string {
  return `accuracy ${accuracy}, loss ${loss}` +
    (macroF1 === undefined ? "" : `, macro F1 ${macroF1}`);
}
