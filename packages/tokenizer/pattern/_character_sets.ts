// Sets of characters in the syntax of `RegExp` with flag `v`, from the pinned tables where there is one.

import { LETTER, NUMBER, WHITE_SPACE, WORD } from "../unicode/_tables.ts";
import { toCharacterClass } from "../unicode/code_point_set.ts";

const unpacked = new Map<string, string>();

function pinned(table: string): string {
  let source = unpacked.get(table);
  if (source === undefined) unpacked.set(table, source = toCharacterClass(table));
  return source;
}

function set(content: string, isNegated: boolean): string {
  return `[${isNegated ? "^" : ""}${content}]`;
}

/** `\s`, or `\S`. */
export function whiteSpaceSet(isNegated: boolean): string {
  return set(pinned(WHITE_SPACE), isNegated);
}

/** `\w`, or `\W`: Oniguruma's has no joiners, and outside of brackets the fractions of Latin-1. */
export function wordSet(isNegated: boolean, inBrackets: boolean): string {
  const fractions = inBrackets ? "" : "\\u{b2}\\u{b3}\\u{b9}\\u{bc}-\\u{be}";
  return set(`[[${pinned(WORD)}]--[\\u{200c}\\u{200d}]]${fractions}`, isNegated);
}

/** `\p{name}`; undefined if there is no such property. */
export function propertySet(name: string, isNegated: boolean): string | undefined {
  if (name === "L" || name === "Letter") return set(pinned(LETTER), isNegated);
  if (name === "N" || name === "Number") return set(pinned(NUMBER), isNegated);
  // The engine's own table: categories and binary properties by their names, else a script.
  for (const property of [name, `Script=${name}`]) {
    try {
      new RegExp(`\\p{${property}}`, "v");
      return `\\${isNegated ? "P" : "p"}{${property}}`;
    } catch {
      // Not a property of this kind.
    }
  }
  return undefined;
}

/** `[:name:]`; undefined if there is no such class. */
export function posixSet(name: string, isNegated: boolean): string | undefined {
  switch (name) {
    case "alpha":
      return set("\\p{Alphabetic}", isNegated);
    case "digit":
      return set("\\p{Nd}", isNegated);
    case "alnum":
      return set("\\p{Alphabetic}\\p{Nd}", isNegated);
    case "upper":
      return set("\\p{Uppercase}", isNegated);
    case "lower":
      return set("\\p{Lowercase}", isNegated);
    case "space":
      return whiteSpaceSet(isNegated);
    case "punct":
      return set("\\p{P}\\p{S}", isNegated);
    case "xdigit":
      return set("0-9a-fA-F", isNegated);
    default:
      return undefined;
  }
}

/** A character that stands for itself. */
export function escapeCharacter(character: string): string {
  return /[\p{L}\p{N}]/u.test(character)
    ? character
    : `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
