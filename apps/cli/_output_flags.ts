// How a command speaks.
import { commonFlags } from "../command_line/common_flags.ts";
import type { Flags } from "../command_line/flag.ts";

/** The flags of commands that print a result. */
export const outputFlags = {
  json: { kind: "boolean", help: "print the result as JSON" },
  ...commonFlags,
} as const satisfies Flags;

/** The same, of commands that show progress. */
export const progressFlags = {
  quiet: { kind: "boolean", help: "print no progress" },
  ...outputFlags,
} as const satisfies Flags;
