// JSON from a file.

import { withoutByteOrderMark } from "./byte_order_mark.ts";
import { oneLine } from "./describe.ts";

/**
 * Parses a text, which may start with a byte order mark.
 *
 * @param where What an error calls the file.
 * @throws {SyntaxError} If it is not JSON.
 */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(withoutByteOrderMark(text));
  } catch (error) {
    // The engine quotes the text, and that with its line breaks.
    const reason = oneLine((error as Error).message.replaceAll("\n", " ")).slice(0, 200);
    throw new SyntaxError(`${where}: not JSON: ${text.trim() === "" ? "nothing in it" : reason}`);
  }
}
