// The texts that a tokenizer command works on: --text, files, or standard input, a text a line.
import type { Flag } from "../command_line/flag.ts";
import { UsageError } from "../command_line/usage_error.ts";
import { checkFile, readLines } from "./_read_lines.ts";

/** The flag --text. */
export const textFlag = {
  kind: "text",
  help: "take this text, not files or standard input",
} as const satisfies Flag;

/**
 * Checks where texts come from, before any work.
 *
 * @param flag The flag that gives a text.
 * @throws {UsageError} If there are both a text and files, or if a file cannot be read.
 */
export async function checkTexts(
  text: string | undefined,
  files: readonly string[],
  flag: string = "--text",
): Promise<void> {
  if (text !== undefined && files.length > 0) {
    throw new UsageError(`give files or ${flag}, not both`);
  }
  for (const file of files) {
    if (file !== "-") await checkFile(file);
  }
}

/** The texts, as they come. */
export async function* readTexts(
  text: string | undefined,
  files: readonly string[],
): AsyncGenerator<string> {
  if (text !== undefined) {
    yield text;
    return;
  }
  for (const file of files.length > 0 ? files : ["-"]) yield* await readLines(file);
}
