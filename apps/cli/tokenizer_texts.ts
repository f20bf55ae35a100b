// The texts that a tokenizer command works on: --text, files, or standard input, a text a line.
import type { Flag } from "./_flags.ts";
import { readLines } from "./_read_lines.ts";
import { UsageError } from "./_usage_error.ts";

/** The flag --text. */
export const TEXT_FLAG: Flag = {
  value: "TEXT",
  help: "take this text, not files or standard input",
};

/** The texts, as they come. */
export async function* readTexts(
  text: string | undefined,
  files: readonly string[],
): AsyncGenerator<string> {
  if (text !== undefined) {
    if (files.length > 0) throw new UsageError("give files or --text, not both");
    yield text;
    return;
  }
  for (const file of files.length > 0 ? files : ["-"]) yield* await readLines(file);
}
