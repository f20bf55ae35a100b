// Markdown tables and text, with whatever a record holds made harmless.
import { markdownTable } from "markdown-table";

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

/** Text that Markdown shows as it is, in one line. */
export function escape(text: string): string {
  return text
    // deno-lint-ignore no-control-regex -- control characters are what is taken out
    .replace(/[\s\x00-\x1f\x7f]+/g, " ")
    .replace(/[\\`*_{}[\]<>|~#]/g, (character) => {
      // Within a word an underscore means nothing; `&lt;` keeps HTML out wherever Markdown is shown.
      return character === "<" ? "&lt;" : `\\${character}`;
    })
    .replace(/(?<=\w)\\_(?=\w)/g, "_");
}
