// The class of every code point, as the splitting rules of byte-level tokenizers see it, from tables
// pinned to one version of Unicode.

import { LETTER, NUMBER, WHITE_SPACE } from "./_tables.ts";
import { forEachRange } from "./code_point_set.ts";

/** Neither letter, number nor white space. */
export const OTHER_CLASS = 0;
/** General category L. */
export const LETTER_CLASS = 1;
/** General category N. */
export const NUMBER_CLASS = 2;
/** White_Space. */
export const SPACE_CLASS = 3;

/** The class of each code point. */
export const CHARACTER_CLASS: Uint8Array = buildClasses();

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(0x110000);
  forEachRange(LETTER, (start, end) => classes.fill(LETTER_CLASS, start, end));
  forEachRange(NUMBER, (start, end) => classes.fill(NUMBER_CLASS, start, end));
  forEachRange(WHITE_SPACE, (start, end) => classes.fill(SPACE_CLASS, start, end));
  return classes;
}
