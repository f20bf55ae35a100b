// `tokenizer decode`: turns token ids into texts.
import { COMMON_FLAGS, describeFlags, type Flags, parseFlags } from "./_flags.ts";
import { loadTokenizer, TOKENIZER_FLAG } from "./tokenizer_load.ts";
import { UsageError } from "./_usage_error.ts";
import { checkTexts, readTexts } from "./tokenizer_texts.ts";

const FLAGS: Flags = {
  tokenizer: TOKENIZER_FLAG,
  ids: { value: "N,N", help: "take these ids, not files or standard input" },
  "skip-special-tokens": { help: "leave special tokens out" },
  ...COMMON_FLAGS,
};

const HELP = `Turn token ids into texts.

Usage: deno task tokenizer decode [FILE ...] [options]

Files hold a JSON value a line, either a list of ids or an object as encode prints it; without files,
standard input does. Prints a JSON object a line: {"text": "..."}.

Options:
${describeFlags(FLAGS)}

Example:
  deno task tokenizer encode --text "a fine film" | deno task tokenizer decode`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags, positionals } = parseFlags(args, FLAGS);
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  const given = flags.get("ids") as string | undefined;
  if (given !== undefined && !/^\s*\d+(\s*,\s*\d+)*\s*$/.test(given)) {
    throw new UsageError(`--ids: expected whole numbers with commas between, got ${given}`);
  }
  await checkTexts(given, positionals, "--ids");
  const tokenizer = await loadTokenizer(flags.get("tokenizer") as string | undefined);
  const skipSpecialTokens = flags.has("skip-special-tokens");
  const ids = given?.split(",").map(Number);
  const lines = readTexts(ids && JSON.stringify(ids), positionals);
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === "") continue;
    const text = tokenizer.decode(readIds(line, number), { skipSpecialTokens });
    console.log(JSON.stringify({ text }));
  }
  return 0;
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
