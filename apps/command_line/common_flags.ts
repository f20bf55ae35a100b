// Flags that every command has.
import type { Flags } from "./flag.ts";

/** The flags that every command has; `runCommand` sees to `--verbose`. */
export const commonFlags = {
  verbose: { kind: "boolean", help: "print stack traces of errors" },
  help: { kind: "boolean", help: "print this help" },
} as const satisfies Flags;
