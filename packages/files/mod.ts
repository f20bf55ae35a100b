/**
 * The one way in which Sluice reads files: plain ones alone, never more than a limit, and with an error
 * of one line.
 *
 * @module
 */
export * from "./gunzip.ts";
export * from "./limits.ts";
export * from "./open_plain_file.ts";
export * from "./read_plain_file.ts";
export * from "./unreadable_error.ts";
