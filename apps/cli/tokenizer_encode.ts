// `tokenizer encode`: turns texts into token ids.
import type { EncodeOptions } from "@sluice/tokenizer";
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import type { Flags } from "../command_line/flag.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { outputFlags } from "./_output_flags.ts";
import { loadTokenizer, tokenizerFlag } from "./tokenizer_load.ts";
import { checkTexts, readTexts, textFlag } from "./tokenizer_texts.ts";
import { print, printJson } from "../command_line/print.ts";

/** The most tokens that a text can have. */
const MOST = 2 ** 31 - 1;

/** The flags of the command. */
export const flags = {
  tokenizer: tokenizerFlag,
  text: textFlag,
  "max-length": { kind: "integer", least: 0, most: MOST, help: "cut texts to so many tokens" },
  offsets: { kind: "boolean", help: "give where in the text each token is" },
  tokens: { kind: "boolean", help: "give the tokens themselves, too" },
  "special-tokens": {
    kind: "boolean",
    negatable: true,
    default: true,
    help: "add the special tokens of the file",
  },
  "encode-special-tokens": { kind: "boolean", help: "take special tokens in a text for text" },
  ...outputFlags,
} as const satisfies Flags;

const HELP = `Turn texts into token ids.

Usage: deno task tokenizer encode [FILE ...] [options]

Files hold a text a line; without files, standard input does. Prints a JSON object a line:
{"input_ids": [...], "attention_mask": [...]}.

Options:
${describeFlags(flags)}

Example:
  deno task tokenizer encode --text "a fine film"`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags: given, positionals } = parseFlags(args, flags);
  if (given.help) {
    print(HELP);
    return exitCodes.done;
  }
  const maxLength = given["max-length"];
  const { text } = given;
  await checkTexts(text, positionals);
  const tokenizer = await loadTokenizer(given.tokenizer);
  const options: EncodeOptions & { returnOverflowingTokens?: false } = {
    returnOffsets: given.offsets === true,
    addSpecialTokens: given["special-tokens"],
    encodeSpecialTokens: given["encode-special-tokens"] === true,
    ...maxLength === undefined ? {} : { truncation: true, maxLength },
  };
  for await (const line of readTexts(text, positionals)) {
    const encoded = tokenizer.encode(line, options);
    const tokens = given.tokens
      ? { tokens: encoded.input_ids.map((id) => tokenizer.idToToken(id)) }
      : {};
    printJson({ ...encoded, ...tokens });
  }
  return exitCodes.done;
}
