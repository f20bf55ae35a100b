// Which script a character belongs to. Hiragana and Katakana count as Han, since Japanese mixes them.

import { SCRIPT } from "./_tables.ts";

/** The script of characters that belong to none. */
export const ANY_SCRIPT = 0;

let scripts: Uint8Array | undefined;

/** A number for the script of a code point; {@linkcode ANY_SCRIPT} if it has none. */
export function scriptOf(codePoint: number): number {
  scripts ??= unpack();
  return scripts[codePoint]!;
}

function unpack(): Uint8Array {
  const numbers = SCRIPT.split(" ").map((word) => parseInt(word, 36));
  const scripts = new Uint8Array(0x110000);
  let end = 0;
  for (let i = 0; i < numbers.length; i += 3) {
    const start = end + numbers[i]!;
    end = start + numbers[i + 1]!;
    scripts.fill(numbers[i + 2]! + 1, start, end);
  }
  return scripts;
}
