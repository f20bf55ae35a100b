// The command line of the report.
import { parseArgs } from "@std/cli";

/** What the report is asked to do. */
export interface Arguments {
  /** The folder of runs. */
  runs: string;
  /** The Markdown file to write, instead of printing it; curves go beside it. */
  output?: string;
  /** The file with the figures of the study to compare with. */
  reference?: string;
  /** The JSON file to write. */
  json?: string;
  /** The CSV file to write. */
  csv?: string;
}

/** A command line that cannot be followed. */
export class UsageError extends Error {
  /** The kind of error. */
  override name = "UsageError";
}

/** What `--help` prints. */
export const HELP = `Reports on saved training runs as Markdown.

Usage: deno task report [--runs DIR] [--output FILE] [--reference FILE] [--json FILE] [--csv FILE]

  --runs DIR        the folder of runs, searched with its subfolders (default: runs)
  --output FILE     write the Markdown to FILE, and learning curves as SVG beside it
  --reference FILE  compare with the figures of a study (JSON)
  --json FILE       also write every figure as JSON
  --csv FILE        also write one line a configuration as CSV
  --help            print this

Without --output the Markdown goes to standard output. The same runs give the same report, byte for
byte. Runs that failed, were interrupted or cannot be read are named, with the reason.
Exit codes: 0 done, 1 no completed run or a file that cannot be read or written, 2 bad usage.`;

const OPTIONS = ["runs", "output", "reference", "json", "csv"] as const;

/**
 * Parses the command line. Undefined stands for `--help`.
 *
 * @throws {UsageError} One line: what is wrong and what to do.
 */
export function parseArguments(args: readonly string[]): Arguments | undefined {
  const given: Record<string, string> = {};
  const { help } = parseArgs(args, {
    string: OPTIONS,
    boolean: "help",
    alias: { help: "h" },
    unknown: (argument: string, key?: string) => {
      throw new UsageError(
        key === undefined
          ? `unexpected argument ${argument}: the folder of runs is given with --runs`
          : `unknown option ${argument.replace(/=.*/s, "")}: --help lists the options`,
      );
    },
  });
  if (help) return undefined;
  const parsed = parseArgs(args, { string: OPTIONS, collect: OPTIONS });
  for (const option of OPTIONS) {
    const values = parsed[option] as string[];
    if (values.length > 1) throw new UsageError(`--${option} is given ${values.length} times`);
    if (values.length === 0) continue;
    if (values[0]!.trim() === "") {
      throw new UsageError(
        `--${option} needs a value: --${option} ${option === "runs" ? "DIR" : "FILE"}`,
      );
    }
    given[option] = values[0]!;
  }
  return { runs: "runs", ...given };
}
