// The frame of every command: errors become one line, and the exit code tells how it ended.
import { exitCodes } from "./exit_codes.ts";
import { Interrupted } from "./interrupted.ts";
import { UsageError } from "./usage_error.ts";
import { printError } from "./print.ts";

/**
 * Runs a command and tells how it ended: what it returns; 2 for a {@linkcode UsageError}, 130 for an
 * {@linkcode Interrupted}, 1 for any other error. An error is told in one line on standard error; with
 * `--verbose` among the arguments, its stack trace follows.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * // At the end of a program: Deno.exit(await runCommand(main, Deno.args));
 * assertEquals(await runCommand((args) => Promise.resolve(args.length), []), 0);
 * ```
 */
export async function runCommand(
  command: (args: string[]) => Promise<number>,
  args: readonly string[],
): Promise<number> {
  try {
    return await command([...args]);
  } catch (error) {
    if (error instanceof Interrupted) {
      printError("interrupted; nothing was written");
      return exitCodes.interrupted;
    }
    const message = error instanceof Error ? error.message : String(error);
    printError(`error: ${message.split("\n")[0]}`);
    if (isVerbose(args)) printError((error as Error).stack ?? String(error));
    return error instanceof UsageError ? exitCodes.badUsage : exitCodes.failed;
  }
}

function isVerbose(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).includes("--verbose");
}
