// `tokenizer decode`: turns token ids into texts.
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import type { Flags } from "../command_line/flag.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { outputFlags } from "./_output_flags.ts";
import { loadTokenizer, tokenizerFlag } from "./tokenizer_load.ts";
import { checkTexts, readTexts } from "./tokenizer_texts.ts";
import { print, printJson } from "../command_line/print.ts";

/** The flags of the command. */
export const flags = {
  tokenizer: tokenizerFlag,
  ids: {
    kind: "integers",
    least: 0,
    most: 2 ** 31 - 1,
    mostNumbers: 1_000_000,
    help: "take these ids, not files or standard input",
  },
  "skip-special-tokens": { kind: "boolean", help: "leave special tokens out" },
  ...outputFlags,
} as const satisfies Flags;

const HELP = `Turn token ids into texts.

Usage: deno task tokenizer decode [FILE ...] [options]

Files hold a JSON value a line, either a list of ids or an object as encode prints it; without files,
standard input does. Prints a JSON object a line: {"text": "..."}.

Options:
${describeFlags(flags)}

Example:
  deno task tokenizer encode --text "a fine film" | deno task tokenizer decode`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags: given, positionals } = parseFlags(args, flags);
  if (given.help) {
    print(HELP);
    return exitCodes.done;
  }
  const text = given.ids && JSON.stringify(given.ids);
  await checkTexts(text, positionals, "--ids");
  const tokenizer = await loadTokenizer(given.tokenizer);
  const skipSpecialTokens = given["skip-special-tokens"] === true;
  const lines = readTexts(text, positionals);
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === "") continue;
    const decoded = tokenizer.decode(readIds(line, number), { skipSpecialTokens });
    printJson({ text: decoded });
  }
  return exitCodes.done;
}

function readIds(line: string, number: number): number[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = undefined;
  }
  const ids = typeof value === "object" && value !== null && "input_ids" in value
    ? value.input_ids
    : value;
  if (!Array.isArray(ids) || !ids.every((id) => Number.isInteger(id) && id >= 0)) {
    throw new Error(`line ${number}: expected a list of token ids, or an object with input_ids`);
  }
  return ids;
}
