/**
 * A stand-in for `jsr:@std/csv` where JSR cannot be reached: the same code from npm, with types.
 * Delete the `links` of the root deno.json to use JSR's.
 *
 * @module
 */
import * as std from "npm:deno-std@1.4.0/csv/parse_stream.js";

/** The options of {@linkcode CsvParseStream} that are used here. */
export interface CsvParseStreamOptions {
  /** The character between fields. */
  separator?: string;
  /** Records of another number of fields are errors. */
  fieldsPerRecord?: number;
}

/** Text in, records out. Errors with SyntaxError, which names the line and column. */
export const CsvParseStream: new (
  options?: CsvParseStreamOptions,
) => TransformStream<string, string[]> = std.CsvParseStream;
