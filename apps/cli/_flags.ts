// Flags of a command: their description, their parsing, and their help.
import { parseArgs } from "node:util";
import { didYouMean } from "./_suggest.ts";
import { UsageError } from "./_usage_error.ts";

/** A flag of a command. */
export interface Flag {
  /** What stands for its value in the help, `N` say. A flag without one is on or off. */
  value?: string;
  /** Whether its value is a number. */
  number?: boolean;
  /** Whether its value is numbers, with commas between them. */
  numbers?: boolean;
  /** Whether `--no-NAME` turns it off. */
  negatable?: boolean;
  /** What it does, for the help. */
  help: string;
}

/** Flags by name, without dashes. */
export type Flags = Record<string, Flag>;

/** Flags that every command has. */
export const COMMON_FLAGS: Flags = {
  json: { help: "print the result as JSON" },
  verbose: { help: "print stack traces of errors" },
  help: { help: "print this help" },
};

/** A parsed command line. */
export interface ParsedFlags {
  /** The flags given, by name. Where a number is asked for, what is no number stays a text. */
  flags: Map<string, string | number | boolean | (string | number)[]>;
  /** The other arguments. */
  positionals: string[];
}

/**
 * Parses a command line.
 *
 * @throws {UsageError} For a flag that is not known, that lacks its value, or that has one too many.
 */
export function parseFlags(args: readonly string[], known: Flags): ParsedFlags {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(known).map(([name, { value }]) => [
        name,
        {
          type: value === undefined ? "boolean" : "string",
          ...(name === "help" && { short: "h" }),
        },
      ]),
    ),
    strict: false,
    tokens: true,
  });
  const flags: ParsedFlags["flags"] = new Map();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const flag = Object.hasOwn(known, name) ? known[name] : undefined;
    const positive = name.replace(/^no-/, "");
    if (flag === undefined && Object.hasOwn(known, positive) && known[positive]!.negatable) {
      flags.set(positive, false);
      continue;
    }
    if (flag === undefined) {
      const names = Object.keys(known).map((known) => `--${known}`);
      throw new UsageError(`unknown option ${rawName}${didYouMean(rawName, names)}`);
    }
    if (flag.value === undefined) {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value, got ${value}`);
      flags.set(name, true);
      continue;
    }
    // What follows is the next flag, not a value; a negative number is a value.
    const followedByFlag = !inlineValue && /^-[^\d.]/.test(value ?? "");
    if (value === undefined || value === "" || followedByFlag) {
      throw new UsageError(`${rawName} needs a value: ${rawName} ${flag.value}`);
    }
    if (flag.numbers) flags.set(name, value.split(",").map(toNumber));
    else flags.set(name, flag.number ? toNumber(value) : value);
  }
  return { flags, positionals };
}

/** A decimal number, or the text itself, for the schema to refuse. */
function toNumber(text: string): number | string {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

/** The help's lines on flags. */
export function describeFlags(flags: Flags): string {
  const names = Object.entries(flags).map(([name, { value, negatable }]) =>
    `--${negatable ? "[no-]" : ""}${name}${value === undefined ? "" : ` ${value}`}`
  );
  const width = Math.max(...names.map((name) => name.length));
  return Object.values(flags)
    .map(({ help }, index) => `  ${names[index]!.padEnd(width)}  ${help}`)
    .join("\n");
}
