/**
 * fastText's format: a line begins with its labels, as in `__label__baking How long ...?`.
 * @module
 */
import { readLines } from "./read_lines.ts";
import type { BadRow, Row, Rows } from "./row.ts";

/** What labels begin with. */
export const FASTTEXT_PREFIX = "__label__";

/**
 * Reads a text a line, with one label in front.
 *
 * @param where What errors call the file.
 */
export function readFastText(stream: ReadableStream<string>, where: string): Rows {
  const rows = () => makeRows(stream, where);
  return { kind: "fastText's lines", columns: ["label", "text"], rows };
}

async function* makeRows(
  stream: ReadableStream<string>,
  where: string,
): AsyncGenerator<Row | BadRow> {
  for await (const { number, place, text: line } of readLines(stream, where)) {
    const [, front, text] = /^((?:\s*__label__\S+)*)\s*(.*)$/s.exec(line)!;
    const labels = front!.split(/\s+/).filter((part) => part !== "")
      .map((part) => part.slice(FASTTEXT_PREFIX.length));
    if (labels.length === 1) yield { number, place, fields: { label: labels[0], text } };
    else {
      const problem = labels.length === 0
        ? `it does not begin with ${FASTTEXT_PREFIX}`
        : `it has ${labels.length} labels (${labels.join(", ")}), where one is expected`;
      yield { number, place, problem };
    }
  }
}
