// Lower case, character by character: no rule looks at the neighbours, so a final sigma is an ordinary one.

import { LOWERCASE } from "./_tables.ts";

let mappings: Map<number, string> | undefined;

/** Up to U+036F every engine agrees with the table, and no rule looks at neighbours. */
const NEEDS_TABLE = /[\u0370-\uffff]/;

/** The lower case of each character. */
export function lowercase(text: string): string {
  if (!NEEDS_TABLE.test(text)) return text.toLowerCase();
  let result = "";
  for (const character of text) result += lowercaseCharacter(character);
  return result;
}

/** The lower case of one character (a string of one code point); it may have two. */
export function lowercaseCharacter(character: string): string {
  const codePoint = character.codePointAt(0)!;
  if (codePoint < 0x370) return character.toLowerCase();
  mappings ??= unpack();
  return mappings.get(codePoint) ?? character;
}

function unpack(): Map<number, string> {
  const numbers = LOWERCASE.split(" ").map((word) => parseInt(word, 36));
  const mappings = new Map<number, string>();
  let end = 0;
  for (let i = 0; i < numbers.length; i += 4) {
    const start = end + numbers[i]!;
    const length = numbers[i + 1]!, step = numbers[i + 2]!, change = numbers[i + 3]!;
    for (let j = 0; j < length; j++) {
      const codePoint = start + j * step;
      mappings.set(codePoint, String.fromCodePoint(codePoint + change));
    }
    end = start + (length - 1) * step;
  }
  return mappings;
}
