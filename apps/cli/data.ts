// `data`: looks at data sets.
import { chooseCommand } from "../command_line/choose_command.ts";
import type { Command } from "../command_line/command.ts";

/** The commands, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  inspect: {
    summary: "classes, lengths, and what is wrong with a data set",
    load: () => import("./data_inspect.ts"),
  },
};

const INTRO = `Look at data sets.

Usage: deno task data COMMAND [options]`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  return await chooseCommand(args, { commands, intro: INTRO, call: "deno task data" });
}
