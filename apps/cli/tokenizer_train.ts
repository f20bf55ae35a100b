// `tokenizer train`: learns a vocabulary from texts.
import { BpeTokenizer } from "@sluice/tokenizer";
import { writeFileAtomically } from "@sluice/train/run_folder";
import { COMMON_FLAGS, describeFlags, type Flags, parseFlags } from "./_flags.ts";
import { interruptSignal } from "./_interrupt.ts";
import { wholeNumber } from "./tokenizer_flags.ts";
import { checkTexts, readTexts } from "./tokenizer_texts.ts";
import { UsageError } from "./_usage_error.ts";
import { dirname } from "node:path";

const FLAGS: Flags = {
  "vocab-size": { value: "N", number: true, help: "tokens in all (default 30000)" },
  "min-frequency": { value: "N", number: true, help: "rarer pairs are not joined (default 2)" },
  "special-tokens": { value: "A,B", help: "they get the first ids (default <pad>)" },
  lowercase: { help: "turn all text into lower case, now and when encoding" },
  output: { value: "PATH", help: "where to write (default tokenizer.json)" },
  ...COMMON_FLAGS,
};

const HELP = `Learn a vocabulary from texts.

Usage: deno task tokenizer train [FILE ...] [options]

Files hold a text a line; without files, standard input does. The result is a tokenizer.json that
Hugging Face's tokenizers reads, too.

Options:
${describeFlags(FLAGS)}

Example:
  deno task tokenizer train reviews.txt --vocab-size 8000 --lowercase`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags, positionals } = parseFlags(args, FLAGS);
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  const output = String(flags.get("output") ?? "tokenizer.json");
  const special = String(flags.get("special-tokens") ?? "<pad>").split(",").filter(Boolean);
  const vocabSize = wholeNumber(flags, "vocab-size", { fallback: 30_000, least: 1, most: 1 << 23 });
  const minFrequency = wholeNumber(flags, "min-frequency", { fallback: 2 });
  await checkTexts(undefined, positionals);
  await checkOutput(output);
  const report = progressReporter();
  const tokenizer = await BpeTokenizer.trainAsync(readTexts(undefined, positionals), {
    vocabSize,
    minFrequency,
    specialTokens: special,
    ...flags.has("lowercase") ? { normalizer: { type: "Lowercase" } } : {},
    signal: interruptSignal(() => {}),
    onProgress: report,
  });
  report();
  await writeFileAtomically(output, JSON.stringify(tokenizer));
  const result = { output, vocabSize: tokenizer.vocabSize };
  console.log(
    flags.has("json") ? JSON.stringify(result) : `${output}: ${tokenizer.vocabSize} tokens`,
  );
  return 0;
}

async function checkOutput(output: string): Promise<void> {
  const folder = dirname(output);
  const isFolder = (path: string) =>
    Deno.stat(path).then(({ isDirectory }) => isDirectory).catch(() => false);
  if (!await isFolder(folder)) throw new UsageError(`--output ${output}: no folder ${folder}`);
  if (await isFolder(output)) throw new UsageError(`--output ${output}: a folder, not a file`);
}

/** Shows progress in one line on a terminal; without an argument, ends the line. */
function progressReporter(): (progress?: { phase: string; done: number; total?: number }) => void {
  const isTerminal = Deno.stderr.isTerminal();
  const write = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(text));
  return (progress) => {
    if (!isTerminal) return;
    if (progress === undefined) write("\r\x1b[K");
    else if (progress.phase === "count") write(`\r\x1b[K${progress.done} texts read`);
    else write(`\r\x1b[K${progress.done} of ${progress.total} tokens`);
  };
}
