// Text from files and arguments that may hold anything, made fit to be shown.

/**
 * Characters that are not shown but do something: control characters (a terminal obeys them), those that
 * turn the direction of what follows, other invisible ones, line and paragraph separators, halves of
 * surrogates. The joiners of emoji and of Persian, the soft hyphen and tabs may stay.
 */
const UNSEEN = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]--[\u200c\u200d\u00ad\t]]/gv;

/**
 * A text in which all can be seen that is there, in one line: `\u{1b}` for the character that begins a
 * terminal's commands.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(printable("a\x1b[31mb\nc 🧑‍🚀"), "a\\u{1b}[31mb\\u{a}c 🧑‍🚀");
 * ```
 */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** The same of each line. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** A value as JSON in one line, in which all can be seen that is there, too. */
export function printableJson(value: unknown): string {
  // What JSON escapes itself is escaped by now; what is left, it allows to be.
  return JSON.stringify(value).replace(
    UNSEEN,
    (character) =>
      character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join(""),
  );
}
