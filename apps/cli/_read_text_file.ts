// Reading the text file that a flag names.
import { type FileKind, readPlainText } from "@sluice/files";
import { UsageError } from "../command_line/usage_error.ts";

/**
 * The text of a file.
 *
 * @param flag The flag that names it, for the message: `--config`.
 * @param kind What it is, which limits its size.
 * @throws {UsageError} One line, where there is no such file, or it is not UTF-8.
 */
export async function readTextFile(
  flag: string,
  path: string,
  kind: FileKind = "configuration",
): Promise<string> {
  try {
    return await readPlainText(path, { limit: kind, where: `${flag} ${path}` });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
