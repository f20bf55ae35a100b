// From a command line to values that are checked: every flag against its kind and its limits, before
// any work begins.
import { expectedValue, optionSchema } from "@sluice/runs/option";
import { parseArgs } from "node:util";
import { didYouMean } from "./did_you_mean.ts";
import type { Flag, Flags, FlagValues, GivenFlags } from "./flag.ts";
import { flagPlaceholder } from "./flag_placeholder.ts";
import { UsageError } from "./usage_error.ts";

/** A parsed command line. */
export interface ParsedFlags<All extends Flags> {
  /** The values of all flags that were given or have a default. */
  flags: FlagValues<All>;
  /** The values of those that were given alone. */
  given: GivenFlags<All>;
  /** The other arguments. */
  positionals: string[];
}

/**
 * Parses a command line, `--flag VALUE`, `--flag=VALUE`, `--flag`, `--no-flag`; after `--`, nothing is a
 * flag. Where a flag is given twice, the last one counts.
 *
 * @param args The arguments.
 * @param known The flags there are. `help` has a short form, `-h`.
 * @throws {UsageError} One line: for a flag that is not known, that lacks its value or has one too many,
 * or whose value is not of its kind or within its limits.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { flags, positionals } = parseFlags(["lstm", "--epochs", "3"], {
 *   epochs: { kind: "integer", least: 1, most: 100, help: "times through the examples" },
 *   runs: { kind: "text", default: "runs", help: "folder of runs" },
 *   quiet: { kind: "boolean", help: "print no progress" },
 * });
 * const epochs: number | undefined = flags.epochs;
 * assertEquals([epochs, flags.runs, flags.quiet, positionals], [3, "runs", undefined, ["lstm"]]);
 * ```
 */
export function parseFlags<const All extends Flags>(
  args: readonly string[],
  known: All,
): ParsedFlags<All> {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(known).map(([name, { kind }]) => [
        name,
        {
          type: kind === "boolean" ? "boolean" : "string",
          ...(name === "help" && { short: "h" }),
        },
      ]),
    ),
    strict: false,
    tokens: true,
  });
  const given = new Map<string, unknown>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const flag = Object.hasOwn(known, name) ? known[name] : undefined;
    const positive = name.replace(/^no-/, "");
    if (
      flag === undefined && Object.hasOwn(known, positive) && known[positive]!.negatable &&
      value === undefined
    ) {
      given.set(positive, false);
      continue;
    }
    if (flag === undefined) {
      const names = Object.keys(known).map((known) => `--${known}`);
      throw new UsageError(`unknown option ${oneLine(rawName)}${didYouMean(rawName, names)}`);
    }
    if (flag.kind === "boolean") {
      if (value !== undefined) {
        throw new UsageError(`${rawName} takes no value, got ${show(value)}`);
      }
      given.set(name, true);
      continue;
    }
    // What follows is the next flag, not a value; a negative number is a value.
    const followedByFlag = !inlineValue && /^-[^\d.]/.test(value ?? "");
    if (value === undefined || value === "" || followedByFlag) {
      throw new UsageError(`${rawName} needs a value: ${rawName} ${flagPlaceholder(flag)}`);
    }
    given.set(name, parseValue(name, value, flag));
  }
  const defaults = Object.entries(known)
    .flatMap(([name, flag]) => flag.default === undefined ? [] : [[name, flag.default] as const]);
  return {
    flags: Object.fromEntries([...defaults, ...given]) as FlagValues<All>,
    given: Object.fromEntries(given) as GivenFlags<All>,
    positionals,
  };
}

/** The value of the kind that a flag has. */
function parseValue(name: string, text: string, flag: Flag): unknown {
  const value = flag.kind === "integer" || flag.kind === "number"
    ? toNumber(text)
    : flag.kind === "integers"
    ? text.split(",").map((part) => toNumber(part.trim()))
    : text;
  const result = optionSchema(flag).safeParse(value);
  if (result.success) return result.data;
  const hint = flag.kind === "choice" ? didYouMean(text, flag.choices) : "";
  const shown = typeof value === "number" ? text : show(text);
  const expected = result.error.issues[0]?.message ?? expectedValue(flag);
  throw new UsageError(`--${name}: expected ${expected}, got ${shown}${hint}`);
}

/** A decimal number, or the text itself, for the schema to refuse. */
function toNumber(text: string): number | string {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

function show(text: string): string {
  return JSON.stringify(text.length > 60 ? text.slice(0, 60) + "…" : text);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 60);
}
