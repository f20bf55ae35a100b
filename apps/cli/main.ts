/**
 * The command line of Sluice: finds the command, runs it, and turns errors into one line and an exit
 * code. Commands are loaded when they are called.
 *
 * @module
 */
import { chooseCommand } from "../command_line/choose_command.ts";
import type { Command } from "../command_line/command.ts";
import { runCommand } from "../command_line/run_command.ts";

/** The commands, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  train: { summary: "train a text classifier", load: () => import("./train.ts") },
  evaluate: { summary: "test a trained model again", load: () => import("./evaluate.ts") },
  predict: { summary: "label texts with a trained model", load: () => import("./predict.ts") },
  ablate: { summary: "hold the gates of a trained LSTM", load: () => import("./ablate.ts") },
  export: {
    summary: "write a trained model for other software",
    load: () => import("./export.ts"),
  },
  compare: { summary: "train all models of a recipe alike", load: () => import("./compare.ts") },
  report: {
    summary: "tables, significance and curves from the records of runs",
    load: () => import("../report/command.ts"),
  },
  data: { summary: "look at data sets", load: () => import("./data.ts") },
  tokenizer: { summary: "train and apply tokenizers", load: () => import("./tokenizer.ts") },
  doctor: { summary: "tell what this machine offers", load: () => import("./doctor.ts") },
};

const INTRO = `Sluice trains text classifiers from raw text.

Usage: deno task COMMAND [options]`;

/** Runs the command that the arguments name, and returns its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  return await chooseCommand(args, { commands, intro: INTRO, call: "deno task" });
}

// Worker threads would keep the process alive.
if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
