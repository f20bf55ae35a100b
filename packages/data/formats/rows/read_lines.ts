/**
 * The lines of a text on its way in, with their numbers.
 * @module
 */
import { fileLimits, sayBytes } from "@sluice/files";

/** A line without its end. */
export interface Line {
  number: number;
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
  let rest = "", number = 0;
  for await (const chunk of stream) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const text of lines) {
      number++;
      if (text.trim() !== "") yield { number, text: withoutReturn(text) };
    }
    if (rest.length > fileLimits.example) {
      throw new Error(
        `${where}: line ${number + 1}: more than ${
          sayBytes(fileLimits.example)
        }, the most there is`,
      );
    }
  }
  if (rest.trim() !== "") yield { number: number + 1, text: withoutReturn(rest) };
}

function withoutReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
