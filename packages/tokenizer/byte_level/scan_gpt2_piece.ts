// GPT-2's splitting rule as a scanner over UTF-8 bytes:
// 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+

import { SPACE_CLASS } from "../unicode/character_class.ts";
import { ASCII_CLASS, classAndLength, MULTI_BYTE } from "./_utf8_class.ts";

const SPACE = 0x20;
const APOSTROPHE = 0x27;

/**
 * The end of the piece that starts at `start`.
 *
 * @param bytes Valid UTF-8 from `start` to `end`.
 */
export function scanGpt2Piece(bytes: Uint8Array, start: number, end: number): number {
  let position = start;
  let characterClass = ASCII_CLASS[bytes[position]!]!;
  if (bytes[position] === SPACE) {
    // A space joins the run that follows it, unless that is white space too.
    position++;
    if (position >= end) return position;
    characterClass = ASCII_CLASS[bytes[position]!]!;
  } else if (bytes[position] === APOSTROPHE) {
    const length = contractionLength(bytes, position, end);
    if (length > 0) return position + length;
  }
  if (characterClass === MULTI_BYTE) {
    const character = classAndLength(bytes, position);
    characterClass = character & 0xff;
    position += character >>> 8;
  } else position++;
  if (characterClass === SPACE_CLASS) return scanWhiteSpace(bytes, start, end);
  return scanRun(bytes, position, end, characterClass);
}

/** The end of the run of characters of one class. */
export function scanRun(
  bytes: Uint8Array,
  start: number,
  end: number,
  characterClass: number,
): number {
  let position = start;
  while (position < end) {
    const next = ASCII_CLASS[bytes[position]!]!;
    if (next === characterClass) position++;
    else if (next !== MULTI_BYTE) break;
    else {
      const character = classAndLength(bytes, position);
      if ((character & 0xff) !== characterClass) break;
      position += character >>> 8;
    }
  }
  return position;
}

/** `\s+(?!\S)|\s+`: a run leaves its last character to the word that follows, if it has two. */
function scanWhiteSpace(bytes: Uint8Array, start: number, end: number): number {
  const runEnd = scanRun(bytes, start, end, SPACE_CLASS);
  if (runEnd === end) return end;
  const last = lastCharacterStart(bytes, runEnd);
  return last > start ? last : runEnd;
}

/** Where the character that ends at `end` starts. */
export function lastCharacterStart(bytes: Uint8Array, end: number): number {
  let start = end - 1;
  while ((bytes[start]! & 0xc0) === 0x80) start--;
  return start;
}

/** The length of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` at `start`, else 0. */
function contractionLength(bytes: Uint8Array, start: number, end: number): number {
  if (start + 1 >= end) return 0;
  switch (bytes[start + 1]) {
    case 0x73: // s
    case 0x74: // t
    case 0x6d: // m
    case 0x64: // d
      return 2;
    case 0x72: // re
    case 0x76: // ve
      return start + 2 < end && bytes[start + 2] === 0x65 ? 3 : 0;
    case 0x6c: // ll
      return start + 2 < end && bytes[start + 2] === 0x6c ? 3 : 0;
    default:
      return 0;
  }
}
