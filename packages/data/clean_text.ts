/**
 * Cleaning: what happens to a text before it is cut into tokens.
 * @module
 */

const LINE_BREAK = /<br[\s\u0085]*\/?>/g;
const HAS_LINE_BREAK = new RegExp(LINE_BREAK.source);
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
  if (cleaned.includes("<br")) cleaned = cleaned.replace(LINE_BREAK, " ");
  // Removing a tag may leave another one behind: "<br <br> />".
  if (cleaned.includes("<br") && HAS_LINE_BREAK.test(cleaned)) cleaned = withoutNested(cleaned);
  if (UNTIDY_SPACE.test(cleaned)) cleaned = cleaned.replace(WHITE_SPACE, " ");
  return cleaned.trim();
}

/** Removes line breaks within line breaks in one pass: texts may hold a million of them. */
function withoutNested(text: string): string {
  const kept = new Uint16Array(text.length);
  let length = 0;
  const isSpace = (code: number) => /[\s\u0085]/.test(String.fromCharCode(code));
  const BLANK = 0x20, SLASH = 0x2f, LESS = 0x3c, MORE = 0x3e, B = 0x62, R = 0x72;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    let at = length;
    if (code === MORE) {
      if (kept[at - 1] === SLASH) at--;
      if (kept[at - 1] === BLANK) at--;
      if (at >= 3 && kept[at - 1] === R && kept[at - 2] === B && kept[at - 3] === LESS) {
        length = at - 3;
        if (kept[length - 1] !== BLANK) kept[length++] = BLANK;
        continue;
      }
    }
    // Runs of white space become one blank anyway; with one there is never far to look back.
    if (!isSpace(code)) kept[length++] = code;
    else if (kept[length - 1] !== BLANK) kept[length++] = BLANK;
  }
  const parts: string[] = [];
  for (let from = 0; from < length; from += 8192) {
    parts.push(String.fromCharCode(...kept.subarray(from, Math.min(length, from + 8192))));
  }
  return parts.join("");
}
