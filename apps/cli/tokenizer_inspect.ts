// `tokenizer inspect`: shows a vocabulary, and texts cut into their tokens.
import type { BpeTokenizer } from "@sluice/tokenizer";
import { COMMON_FLAGS, describeFlags, type Flags, parseFlags } from "./_flags.ts";
import { loadTokenizer, TOKENIZER_FLAG } from "./tokenizer_load.ts";
import { wholeNumber } from "./tokenizer_flags.ts";
import { checkTexts, readTexts, TEXT_FLAG } from "./tokenizer_texts.ts";

const FLAGS: Flags = {
  tokenizer: TOKENIZER_FLAG,
  text: TEXT_FLAG,
  longest: { value: "N", number: true, help: "show so many of the longest tokens (default 10)" },
  ...COMMON_FLAGS,
};

const HELP = `Show a vocabulary, and texts cut into their tokens.

Usage: deno task tokenizer inspect [FILE ...] [options]

Prints the size of the vocabulary and its longest tokens; for --text or the lines of files (- is
standard input) also the tokens, in colour on a terminal and between bars elsewhere, and how many bytes
a token has on average.

Options:
${describeFlags(FLAGS)}

Example:
  deno task tokenizer inspect --text "An unforgettable film."`;

const COLORS = [44, 42, 45, 46, 43];

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags, positionals } = parseFlags(args, FLAGS);
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  const count = wholeNumber(flags, "longest", { fallback: 10 });
  const given = flags.get("text") as string | undefined;
  await checkTexts(given, positionals);
  const tokenizer = await loadTokenizer(flags.get("tokenizer") as string | undefined);
  const isJson = flags.has("json");
  const longest = longestTokens(tokenizer, count);
  if (!isJson) {
    console.log(`${tokenizer.vocabSize} tokens`);
    console.log(`longest: ${longest.map(({ text }) => JSON.stringify(text)).join(" ")}`);
  }
  const texts: { text: string; tokens: { id: number; text: string }[] }[] = [];
  let bytes = 0, tokens = 0;
  if (given !== undefined || positionals.length > 0) {
    for await (const text of readTexts(given, positionals)) {
      const pieces = cutIntoTokens(tokenizer, text);
      bytes += new TextEncoder().encode(text).length;
      tokens += pieces.length;
      if (isJson) texts.push({ text, tokens: pieces });
      else console.log(paint(pieces.map((piece) => piece.text), Deno.stdout.isTerminal()));
    }
  }
  const bytesPerToken = tokens === 0 ? null : bytes / tokens;
  if (isJson) {
    console.log(JSON.stringify({ vocabSize: tokenizer.vocabSize, longest, texts, bytesPerToken }));
  } else if (bytesPerToken !== null) {
    console.log(`${tokens} tokens, ${bytesPerToken.toFixed(2)} bytes a token`);
  }
  return 0;
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

function paint(parts: readonly string[], inColor: boolean): string {
  if (!inColor || Deno.noColor) return parts.join("|");
  return parts
    .map((part, i) => `\x1b[30;${COLORS[i % COLORS.length]}m${part}\x1b[0m`)
    .join("");
}
