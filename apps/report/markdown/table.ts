// Markdown tables and text, with whatever a record holds made harmless.
import { markdownTable } from "markdown-table";
import { printable } from "../../command_line/printable.ts";

/** A column: its head, and whether its cells are numbers and so stand to the right. */
export type Column = string | { number: string };

/** A Markdown table. Cells are escaped. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const heads = columns.map((column) => typeof column === "string" ? column : column.number);
  return markdownTable(
    [heads, ...rows].map((row) => row.map(escape)),
    { align: columns.map((column) => typeof column === "string" ? "left" : "right") },
  );
}

/**
 * Text that Markdown shows as it is, in one line: no HTML, no links, no pictures, nothing that cannot be
 * seen.
 */
export function escape(text: string): string {
  // White space is one blank; what else cannot be seen is told.
  return printable(text.replace(/\s+/g, " "))
    .replace(/&(?=#?\w+;)/g, "&amp;")
    .replace(/[\\`*_{}[\]<>|~#]/g, (character) => {
      // Within a word an underscore means nothing; `&lt;` keeps HTML out wherever Markdown is shown.
      return character === "<" ? "&lt;" : `\\${character}`;
    })
    .replace(/(?<=\w)\\_(?=\w)/g, "_")
    // Addresses become links by themselves where Markdown is GitHub's.
    .replace(/:\/\//g, ":\\/\\/")
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`);
}

/** A heading, of text that is escaped. */
export function heading(level: number, text: string): string {
  return `${"#".repeat(level)} ${escape(text)}`;
}
