// `tokenizer encode`: turns texts into token ids.
import type { EncodeOptions } from "@sluice/tokenizer";
import { COMMON_FLAGS, describeFlags, type Flags, parseFlags } from "./_flags.ts";
import { loadTokenizer, TOKENIZER_FLAG } from "./tokenizer_load.ts";
import { wholeNumber } from "./tokenizer_flags.ts";
import { checkTexts, readTexts, TEXT_FLAG } from "./tokenizer_texts.ts";

const FLAGS: Flags = {
  tokenizer: TOKENIZER_FLAG,
  text: TEXT_FLAG,
  "max-length": { value: "N", number: true, help: "cut texts to so many tokens" },
  offsets: { help: "give where in the text each token is" },
  tokens: { help: "give the tokens themselves, too" },
  "special-tokens": { negatable: true, help: "add the special tokens of the file (default)" },
  "encode-special-tokens": { help: "take special tokens in a text for text" },
  ...COMMON_FLAGS,
};

const HELP = `Turn texts into token ids.

Usage: deno task tokenizer encode [FILE ...] [options]

Files hold a text a line; without files, standard input does. Prints a JSON object a line:
{"input_ids": [...], "attention_mask": [...]}.

Options:
${describeFlags(FLAGS)}

Example:
  deno task tokenizer encode --text "a fine film"`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags, positionals } = parseFlags(args, FLAGS);
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  const maxLength = wholeNumber(flags, "max-length", { fallback: undefined });
  const text = flags.get("text") as string | undefined;
  await checkTexts(text, positionals);
  const tokenizer = await loadTokenizer(flags.get("tokenizer") as string | undefined);
  const options: EncodeOptions & { returnOverflowingTokens?: false } = {
    returnOffsets: flags.has("offsets"),
    addSpecialTokens: flags.get("special-tokens") !== false,
    encodeSpecialTokens: flags.has("encode-special-tokens"),
    ...maxLength === undefined ? {} : { truncation: true, maxLength },
  };
  for await (const line of readTexts(text, positionals)) {
    const encoded = tokenizer.encode(line, options);
    const tokens = flags.has("tokens")
      ? { tokens: encoded.input_ids.map((id) => tokenizer.idToToken(id)) }
      : {};
    console.log(JSON.stringify({ ...encoded, ...tokens }));
  }
  return 0;
}
