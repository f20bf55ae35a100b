// `tokenizer inspect`: shows a vocabulary, and texts cut into their tokens.
import type { BpeTokenizer } from "@sluice/tokenizer";
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import type { Flags } from "../command_line/flag.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { outputFlags } from "./_output_flags.ts";
import { loadTokenizer, tokenizerFlag } from "./tokenizer_load.ts";
import { checkTexts, readTexts, textFlag } from "./tokenizer_texts.ts";
import { print, printJson, printPieces } from "../command_line/print.ts";

/** The flags of the command. */
export const flags = {
  tokenizer: tokenizerFlag,
  text: textFlag,
  longest: {
    kind: "integer",
    least: 0,
    most: 2 ** 31 - 1,
    default: 10,
    help: "show so many of the longest tokens",
  },
  ...outputFlags,
} as const satisfies Flags;

const HELP = `Show a vocabulary, and texts cut into their tokens.

Usage: deno task tokenizer inspect [FILE ...] [options]

Prints the size of the vocabulary and its longest tokens; for --text or the lines of files (- is
standard input) also the tokens, in colour on a terminal and between bars elsewhere, and how many bytes
a token has on average.

Options:
${describeFlags(flags)}

Example:
  deno task tokenizer inspect --text "An unforgettable film."`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags: given, positionals } = parseFlags(args, flags);
  if (given.help) {
    print(HELP);
    return exitCodes.done;
  }
  const { text, longest: count } = given;
  await checkTexts(text, positionals);
  const tokenizer = await loadTokenizer(given.tokenizer);
  const isJson = given.json;
  const longest = longestTokens(tokenizer, count);
  if (!isJson) {
    print(`${tokenizer.vocabSize} tokens`);
    print(`longest: ${longest.map(({ text }) => JSON.stringify(text)).join(" ")}`);
  }
  const texts: { text: string; tokens: { id: number; text: string }[] }[] = [];
  let bytes = 0, tokens = 0;
  if (text !== undefined || positionals.length > 0) {
    for await (const line of readTexts(text, positionals)) {
      const pieces = cutIntoTokens(tokenizer, line);
      bytes += new TextEncoder().encode(line).length;
      tokens += pieces.length;
      if (isJson) texts.push({ text: line, tokens: pieces });
      else printPieces(pieces.map((piece) => piece.text));
    }
  }
  const bytesPerToken = tokens === 0 ? null : bytes / tokens;
  if (isJson) {
    printJson({ vocabSize: tokenizer.vocabSize, longest, texts, bytesPerToken });
  } else if (bytesPerToken !== null) {
    print(`${tokens} tokens, ${bytesPerToken.toFixed(2)} bytes a token`);
  }
  return exitCodes.done;
}

function longestTokens(tokenizer: BpeTokenizer, count: number): { id: number; text: string }[] {
  return [...tokenizer.getVocab()]
    .sort(([one, a], [other, b]) => other.length - one.length || a - b)
    .slice(0, count)
    .map(([, id]) => ({ id, text: tokenizer.decode([id]) }));
}

/** Each token with its part of the text; one that ends within a character has an empty part. */
function cutIntoTokens(tokenizer: BpeTokenizer, text: string): { id: number; text: string }[] {
  const { input_ids, offset_mapping } = tokenizer.encode(text, {
    returnOffsets: true,
    offsetUnit: "utf16",
    addSpecialTokens: false,
    truncation: false,
    padding: false,
  });
  let shown = 0;
  return input_ids.map((id, i) => {
    const isPartOfCharacter = offset_mapping![i + 1]?.[0] === offset_mapping![i]![0];
    const end = isPartOfCharacter ? shown : Math.max(shown, offset_mapping![i]![1]);
    const part = text.slice(shown, end);
    shown = end;
    return { id, text: part };
  });
}
