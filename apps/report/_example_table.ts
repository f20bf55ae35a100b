// Reading tables in tests.
import { assert } from "@std/assert";

/** The cells of the first row of a Markdown table that begins with a label. */
export function cells(markdown: string, label: string): string[] {
  const line = markdown.split("\n").find((line) => line.startsWith(`| ${label} `));
  assert(line !== undefined, `no row ${label} in\n${markdown}`);
  return line.split("|").slice(1, -1).map((cell) => cell.trim());
}
