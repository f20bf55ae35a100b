/**
 * A stand-in for `jsr:@std/yaml` where JSR cannot be reached: the same code from npm, with types.
 * Delete the `links` of the root deno.json to use JSR's.
 *
 * @module
 */
import * as std from "npm:deno-std@1.4.0/yaml/mod.js";

/** Parses one YAML document. Throws SyntaxError with the line and column. */
export const parse: (
  content: string,
  options?: {
    schema?: "core" | "default" | "failsafe" | "json" | "extended";
    allowDuplicateKeys?: boolean;
    onWarning?: (error: Error) => void;
  },
) => unknown = std.parse;

/** Writes a value as YAML. */
export const stringify: (
  data: unknown,
  options?: {
    indent?: number;
    lineWidth?: number;
    sortKeys?: boolean;
    skipInvalid?: boolean;
    flowLevel?: number;
  },
) => string = std.stringify;
