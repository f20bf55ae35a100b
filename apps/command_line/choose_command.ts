// A command that is one of several: the first argument says which.
import type { Command } from "./command.ts";
import { didYouMean } from "./did_you_mean.ts";
import { exitCodes } from "./exit_codes.ts";
import { UsageError } from "./usage_error.ts";
import { print, printError } from "./print.ts";

/** Options of {@linkcode chooseCommand}. */
export interface ChooseCommandOptions {
  /** The commands by name, in the order of the help. */
  commands: Readonly<Record<string, Command>>;
  /** What the help begins with: what it is, and `Usage:`. */
  intro: string;
  /** What a command's help is asked for with: `deno task`. */
  call: string;
}

/**
 * Runs the command that the first argument names, with the rest of them. Prints the help for `--help`, and
 * for no arguments, which is bad usage.
 *
 * @throws {UsageError} Where there is no such command.
 */
export async function chooseCommand(
  [name, ...rest]: readonly string[],
  { commands, intro, call }: ChooseCommandOptions,
): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const names = Object.keys(commands);
    const width = Math.max(...names.map((name) => name.length));
    const lines = names.map((name) => `  ${name.padEnd(width)}  ${commands[name]!.summary}`);
    const help = `${intro}\n\nCommands:\n${lines.join("\n")}\n\n${call} COMMAND --help tells more.`;
    (name === undefined ? printError : print)(help);
    return name === undefined ? exitCodes.badUsage : exitCodes.done;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const names = Object.keys(commands);
    throw new UsageError(
      `unknown command ${name}${didYouMean(name, names)} (commands: ${names.join(", ")})`,
    );
  }
  return await (await command.load()).run(rest);
}
