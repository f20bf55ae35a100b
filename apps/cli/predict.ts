// `predict`: labels texts from arguments, a file or standard input.
import type { Task } from "@sluice/runs/task";
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import type { Flags } from "../command_line/flag.ts";
import { interruptSignal } from "../command_line/interrupt_signal.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { printableJson } from "../command_line/printable.ts";
import { UsageError } from "../command_line/usage_error.ts";
import { findRun } from "./_find_run.ts";
import { deviceOptions, launchFlags } from "./_launch_flags.ts";
import { outputFlags } from "./_output_flags.ts";
import { describePrediction, predictionJson } from "./_prediction.ts";
import { readLines } from "./_read_lines.ts";
import { print, printError } from "../command_line/print.ts";

/** The flags of the command. */
export const flags = {
  file: {
    kind: "text",
    placeholder: "PATH",
    help: "read texts from a file, one a line; - is standard input",
  },
  ...launchFlags,
  ...outputFlags,
} as const satisfies Flags;

const HELP = `Label texts with a trained model.

Usage: deno task predict RUN [TEXT ...] [options]

RUN is the name of a run, or the path of its folder. Without texts and without --file, texts are read
from standard input, one a line. For each text a line is printed. Where the model tells two labels
apart: the label, the probability of the second one (that the text is positive), and the text. Where
it tells more: all labels with their probabilities, the likeliest first, and the text. With --json:
{"text", "label", "probability", "probabilities": {label: probability, ...}}, where "probability" is
that of the second of two labels, else that of the label.

Options:
${describeFlags(flags)}

Examples:
  deno task predict lstm-sample-1 "A film to fall in love with."
  deno task predict lstm-sample-1 --file texts.txt --json`;

// As many texts go through the model together.
const BATCH = 256;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags: given, positionals } = parseFlags(args, flags);
  if (given.help) {
    print(HELP);
    return exitCodes.done;
  }
  const [name, ...texts] = positionals;
  const { file } = given;
  if (name === undefined) throw new UsageError("which run? deno task predict RUN [TEXT ...]");
  if (file !== undefined && texts.length > 0) {
    throw new UsageError("give texts or --file, not both");
  }
  const folder = await findRun(name, given.runs);
  const lines = texts.length > 0 ? undefined : await readLines(file ?? "-");

  const { loadRun } = await import("@sluice/train");
  const signal = interruptSignal(() => {});
  const { classifier, task } = await loadRun(folder, deviceOptions(given));
  const label = async (batch: string[]) => {
    signal.throwIfAborted();
    const probabilities = await classifier.predict(batch, { signal });
    const write = given.json ? toJson : describePrediction;
    print(batch.map((text, i) => write(text, probabilities[i]!, task)).join("\n"));
  };
  if (lines === undefined) {
    for (let start = 0; start < texts.length; start += BATCH) {
      await label(texts.slice(start, start + BATCH));
    }
    return exitCodes.done;
  }
  // Someone who types sees each answer at once.
  const interactive = (file ?? "-") === "-" && Deno.stdin.isTerminal();
  if (interactive) printError("type texts, one a line; Ctrl-D ends");
  const batch: string[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (interactive || batch.length === BATCH) await label(batch.splice(0));
  }
  if (batch.length > 0) await label(batch);
  return exitCodes.done;
}

function toJson(text: string, probabilities: readonly number[], task: Task): string {
  return printableJson(predictionJson(text, probabilities, task));
}
