/**
 * The lines of a text on its way in, with their numbers.
 * @module
 */
import { fileLimits, sayBytes } from "@sluice/files";

/** A line that is not empty, without its end. */
export interface Line {
  /** Its number among such lines, from 1. */
  number: number;
  /** Where it stands in the file: `line 3`. */
  place: string;
  text: string;
}

/**
 * Cuts a stream into lines, which end in LF or CRLF; those of white space alone are left out.
 *
 * @param where What errors call the file.
 * @throws {Error} Where a line is longer than an example may be.
 */
export async function* readLines(
  stream: ReadableStream<string>,
  where: string,
): AsyncGenerator<Line> {
  let rest = "", number = 0, count = 0;
  const make = (text: string): Line => ({
    number: ++number,
    place: `line ${count}`,
    text: text.endsWith("\r") ? text.slice(0, -1) : text,
  });
  for await (const chunk of stream) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const text of lines) {
      count++;
      if (text.trim() !== "") yield make(text);
    }
    if (rest.length > fileLimits.example) {
      throw new Error(
        `${where}: line ${count + 1}: more than ${sayBytes(fileLimits.example)}, the most there is`,
      );
    }
  }
  count++;
  if (rest.trim() !== "") yield make(rest);
}
