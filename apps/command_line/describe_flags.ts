// The part of a command's help that lists its flags.
import { describeDefault } from "@sluice/runs/option";
import type { Flag, Flags } from "./flag.ts";
import { flagPlaceholder } from "./flag_placeholder.ts";

/**
 * The help's lines on flags: name, placeholder, what it does, and the default in brackets.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const runs = { kind: "text", placeholder: "DIR", default: "runs", help: "folder of runs" } as const;
 * assertEquals(describeFlags({ runs }), "  --runs DIR  folder of runs (runs)");
 * ```
 */
export function describeFlags(flags: Flags): string {
  const names = Object.entries(flags).map(([name, flag]) =>
    `--${flag.negatable ? "[no-]" : ""}${name} ${flagPlaceholder(flag)}`.trimEnd()
  );
  const width = Math.max(...names.map((name) => name.length));
  return Object.values(flags)
    .map((flag, index) => `  ${names[index]!.padEnd(width)}  ${flag.help}${inBrackets(flag)}`)
    .join("\n");
}

function inBrackets(flag: Flag): string {
  return flag.default === undefined && flag.defaultText === undefined
    ? ""
    : ` (${describeDefault(flag)})`;
}
