/**
 * Cleaning: what happens to a text before it is cut into tokens.
 * @module
 */

const LINE_BREAK = /<br[\s\u0085]*\/?>/g;
/** What JavaScript calls white space, and U+0085, which it forgets. */
const WHITE_SPACE = /[\s\u0085]+/g;
/** White space that is anything but one single blank. */
const UNTIDY_SPACE = /[^\S ]|\u0085| {2}/;

/**
 * Lower-cases a text, turns HTML line breaks (`<br>`, `<br/>`, `<br />`) and every run of white
 * space into one blank, and trims the ends. Cleaning a clean text changes nothing.
 *
 * @param text Any text.
 * @returns The cleaned text.
 *
 * @example Usage
 * ```ts
 * import { cleanText } from "@sluice/data";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cleanText(" A fine film.<br /><br />Go  and SEE it! "), "a fine film. go and see it!");
 * ```
 */
export function cleanText(text: string): string {
  let cleaned = text.toLowerCase();
  // Removing a tag may leave another one behind: "<br <br> />".
  while (cleaned.includes("<br")) {
    const withoutBreaks = cleaned.replace(LINE_BREAK, " ");
    if (withoutBreaks === cleaned) break;
    cleaned = withoutBreaks;
  }
  if (UNTIDY_SPACE.test(cleaned)) cleaned = cleaned.replace(WHITE_SPACE, " ");
  return cleaned.trim();
}
