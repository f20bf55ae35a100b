/**
 * A stand-in for `jsr:@std/cli` where JSR cannot be reached: the same code from npm, with types.
 * Delete the `links` of the root deno.json to use JSR's.
 *
 * @module
 */
import * as std from "npm:deno-std@1.4.0/cli/parse_args.js";

/** The options of {@linkcode parseArgs} that are used here. */
export interface ParseOptions {
  /** Leave what follows `--` out of `_`. */
  "--"?: boolean;
  /** Other names of an option. */
  alias?: Record<string, string | readonly string[]>;
  /** Options that are true or false. */
  boolean?: boolean | string | readonly string[];
  /** Options whose value stays a string. */
  string?: string | readonly string[];
  /** Options that may be repeated. */
  collect?: string | readonly string[];
  /** Boolean options that `--no-NAME` turns off. */
  negatable?: string | readonly string[];
  /** Values for options that are absent. */
  default?: Record<string, unknown>;
  /** Stop at the first argument that is not an option. */
  stopEarly?: boolean;
  /** Called for each argument that is not declared; returning false drops it. */
  unknown?: (argument: string, key?: string, value?: unknown) => unknown;
}

/** The parsed arguments: options by name, the rest in `_`. */
export interface Args {
  /** Arguments that are not options. */
  _: Array<string | number>;
  /** What followed `--`, where asked for. */
  "--"?: string[];
  // deno-lint-ignore no-explicit-any
  [name: string]: any;
}

/** Parses command-line arguments. */
export const parseArgs: (args: readonly string[], options?: ParseOptions) => Args = std.parseArgs;
