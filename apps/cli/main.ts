/**
 * The command line of Sluice: finds the command, runs it, and turns errors into one line and an exit
 * code (0 done, 1 failed, 2 bad usage, 130 interrupted). Commands are loaded when they are called.
 *
 * @module
 */
import { Interrupted, INTERRUPTED_EXIT_CODE } from "./_interrupt.ts";
import { didYouMean } from "./_suggest.ts";
import { UsageError } from "./_usage_error.ts";

/** A command: its arguments in, its exit code out. */
export type Run = (args: string[]) => Promise<number>;

interface Command {
  summary: string;
  load: () => Promise<{ run: Run }>;
}

const COMMANDS: Record<string, Command> = {
  train: { summary: "train a model on film reviews", load: () => import("./train.ts") },
  evaluate: { summary: "test a trained model again", load: () => import("./evaluate.ts") },
  ablate: { summary: "hold the gates of a trained LSTM", load: () => import("./ablate.ts") },
  export: {
    summary: "write a trained model for other software",
    load: () => import("./export.ts"),
  },
  compare: { summary: "train all models of a recipe alike", load: () => import("./compare.ts") },
  predict: { summary: "label texts with a trained model", load: () => import("./predict.ts") },
  tokenizer: {
    summary: "train and apply tokenizers",
    load: async () => ({ run: (await import("./tokenizer.ts")).tokenizerCommand }),
  },
  doctor: { summary: "tell what this machine offers", load: () => import("./doctor.ts") },
};

const HELP = `Sluice trains text classifiers from raw text.

Usage: deno task COMMAND [options]

Commands:
${
  Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(11)}${summary}`).join("\n")
}

deno task COMMAND --help tells more.`;

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    (name === undefined ? console.error : console.log)(HELP);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const names = Object.keys(COMMANDS);
    throw new UsageError(
      `unknown command ${name}${didYouMean(name, names)} (commands: ${names.join(", ")})`,
    );
  }
  return await (await command.load()).run(rest);
}

if (import.meta.main) {
  let code;
  try {
    code = await main(Deno.args);
  } catch (error) {
    if (error instanceof Interrupted) {
      console.error("interrupted; nothing was written");
      code = INTERRUPTED_EXIT_CODE;
    } else {
      const message = error instanceof Error ? error.message : String(error);
      console.error(`error: ${message.split("\n")[0]}`);
      if (Deno.args.includes("--verbose")) console.error(error);
      code = error instanceof UsageError ? 2 : 1;
    }
  }
  // Worker threads would keep the process alive.
  Deno.exit(code);
}
