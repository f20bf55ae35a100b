// `tokenizer`: trains, applies and shows tokenizers.
import { chooseCommand } from "../command_line/choose_command.ts";
import type { Command } from "../command_line/command.ts";

/** The commands, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  train: { summary: "learn a vocabulary from texts", load: () => import("./tokenizer_train.ts") },
  encode: { summary: "turn texts into token ids", load: () => import("./tokenizer_encode.ts") },
  decode: { summary: "turn token ids into texts", load: () => import("./tokenizer_decode.ts") },
  inspect: {
    summary: "show a vocabulary, and texts cut into tokens",
    load: () => import("./tokenizer_inspect.ts"),
  },
};

const INTRO = `Train, apply and look at tokenizers.

Usage: deno task tokenizer COMMAND [options]`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  return await chooseCommand(args, { commands, intro: INTRO, call: "deno task tokenizer" });
}
