// `tokenizer train`: learns a vocabulary from texts.
import { BpeTokenizer } from "@sluice/tokenizer";
import { writeFileAtomically } from "@sluice/runs";
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import type { Flags } from "../command_line/flag.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { outputFlags } from "./_output_flags.ts";
import { interruptSignal } from "../command_line/interrupt_signal.ts";
import { checkTexts, readTexts } from "./tokenizer_texts.ts";
import { UsageError } from "../command_line/usage_error.ts";
import { dirname } from "node:path";
import { print, printJson } from "../command_line/print.ts";

/** The flags of the command. */
export const flags = {
  "vocab-size": {
    kind: "integer",
    least: 1,
    most: 2 ** 23,
    default: 30_000,
    help: "tokens in all",
  },
  "min-frequency": {
    kind: "integer",
    least: 0,
    most: 2 ** 31 - 1,
    default: 2,
    help: "rarer pairs are not joined",
  },
  "special-tokens": {
    kind: "text",
    placeholder: "A,B",
    default: "<pad>",
    help: "they get the first ids",
  },
  lowercase: { kind: "boolean", help: "turn all text into lower case, now and when encoding" },
  output: {
    kind: "text",
    placeholder: "PATH",
    default: "tokenizer.json",
    help: "where to write",
  },
  ...outputFlags,
} as const satisfies Flags;

const HELP = `Learn a vocabulary from texts.

Usage: deno task tokenizer train [FILE ...] [options]

Files hold a text a line; without files, standard input does. The result is a tokenizer.json that
Hugging Face's tokenizers reads, too.

Options:
${describeFlags(flags)}

Example:
  deno task tokenizer train texts.txt --vocab-size 8000 --lowercase`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags: given, positionals } = parseFlags(args, flags);
  if (given.help) {
    print(HELP);
    return exitCodes.done;
  }
  const { output, "vocab-size": vocabSize, "min-frequency": minFrequency } = given;
  const special = given["special-tokens"].split(",").filter(Boolean);
  await checkTexts(undefined, positionals);
  await checkOutput(output);
  const report = progressReporter();
  const tokenizer = await BpeTokenizer.trainAsync(readTexts(undefined, positionals), {
    vocabSize,
    minFrequency,
    specialTokens: special,
    ...given.lowercase ? { normalizer: { type: "Lowercase" } } : {},
    signal: interruptSignal(() => {}),
    onProgress: report,
  });
  report();
  await writeFileAtomically(output, JSON.stringify(tokenizer));
  const result = { output, vocabSize: tokenizer.vocabSize };
  if (given.json) printJson(result);
  else print(`${output}: ${tokenizer.vocabSize} tokens`);
  return exitCodes.done;
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
