// Reading the text file that a flag names.
import { UsageError } from "../command_line/usage_error.ts";

/**
 * The text of a file.
 *
 * @param flag The flag that names it, for the message: `--config`.
 * @throws {UsageError} One line, where there is no such file, or it is not UTF-8.
 */
export async function readTextFile(flag: string, path: string): Promise<string> {
  let bytes;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound
      ? "no such file"
      : (error as Error).message.split("\n")[0];
    throw new UsageError(`${flag} ${path}: ${reason}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${flag} ${path}: not a text file in UTF-8`);
  }
}
