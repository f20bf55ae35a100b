// The class of every code point, as the splitting rules of byte-level tokenizers see it, from tables
// pinned to one version of Unicode.

import { LETTER, NUMBER, WHITE_SPACE } from "./_tables.ts";

/** Neither letter, number nor white space. */
export const OTHER = 0;
/** General category L. */
export const LETTER_CLASS = 1;
/** General category N. */
export const NUMBER_CLASS = 2;
/** Unicode's White_Space: it has U+0085 and not U+FEFF, JavaScript's `\s` the other way round. */
export const SPACE_CLASS = 3;

/** Calls `visit(start, end)` for each range (end excluded) of a packed table. */
export function forEachRange(packed: string, visit: (start: number, end: number) => void): void {
  const words = packed.split(" ");
  let end = 0;
  for (let i = 0; i + 1 < words.length; i += 2) {
    const start = end + parseInt(words[i]!, 36);
    end = start + parseInt(words[i + 1]!, 36);
    visit(start, end);
  }
}

/** The class of each code point. */
export const CHARACTER_CLASS: Uint8Array = buildClasses();

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(0x110000);
  forEachRange(LETTER, (start, end) => classes.fill(LETTER_CLASS, start, end));
  forEachRange(NUMBER, (start, end) => classes.fill(NUMBER_CLASS, start, end));
  forEachRange(WHITE_SPACE, (start, end) => classes.fill(SPACE_CLASS, start, end));
  return classes;
}
