// The splitting rule of cl100k_base (GPT-4) and its kin as a scanner over UTF-8 bytes:
// (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|
// \s*[\r\n]+|\s+(?!\S)|\s+

import {
  LETTER_CLASS,
  NUMBER_CLASS,
  OTHER_CLASS,
  SPACE_CLASS,
} from "../unicode/character_class.ts";
import { ASCII_CLASS, classAndLength, MULTI_BYTE } from "./_utf8_class.ts";
import type { PieceScanner } from "./byte_level_encoder.ts";
import { lastCharacterStart, scanRun } from "./scan_gpt2_piece.ts";

const SPACE = 0x20;
const APOSTROPHE = 0x27;

/**
 * The scanner for a rule of this kind.
 *
 * @param maxDigits How many digits are taken at once (3 in cl100k, 1 in Qwen 2).
 * @param keepsLastSpace Whether white space at the end of a text is one piece, line breaks or not: newer
 * versions of tiktoken have `\s+$` before `\s*[\r\n]`.
 */
export function cl100kScanner(maxDigits: number, keepsLastSpace: boolean): PieceScanner {
  return (bytes, start, end) => {
    const pieceEnd = scanCl100kPiece(bytes, start, end, maxDigits);
    if (!keepsLastSpace || pieceEnd === end || !isLineBreak(bytes[pieceEnd - 1]!)) return pieceEnd;
    return scanRun(bytes, start, end, SPACE_CLASS) === end ? end : pieceEnd;
  };
}

function scanCl100kPiece(bytes: Uint8Array, start: number, end: number, maxDigits: number): number {
  const first = bytes[start]!;
  if (first === APOSTROPHE) {
    const length = contractionLength(bytes, start, end);
    if (length > 0) return start + length;
  }
  const character = characterAt(bytes, start);
  const characterClass = character & 0xff;
  const next = start + (character >>> 8);
  if (characterClass === LETTER_CLASS) return scanRun(bytes, next, end, LETTER_CLASS);
  if (characterClass === NUMBER_CLASS) {
    let position = next;
    for (let count = 1; count < maxDigits && position < end; count++) {
      const digit = characterAt(bytes, position);
      if ((digit & 0xff) !== NUMBER_CLASS) break;
      position += digit >>> 8;
    }
    return position;
  }
  // Anything but a line break may stand before a word.
  const following = next < end ? characterAt(bytes, next) : -1;
  if (!isLineBreak(first) && following >= 0 && (following & 0xff) === LETTER_CLASS) {
    return scanRun(bytes, next + (following >>> 8), end, LETTER_CLASS);
  }
  if (characterClass === OTHER_CLASS) return scanOthers(bytes, next, end);
  if (first === SPACE && following >= 0 && (following & 0xff) === OTHER_CLASS) {
    return scanOthers(bytes, next + (following >>> 8), end);
  }
  return scanWhiteSpace(bytes, start, end);
}

/** `class | length << 8`. */
function characterAt(bytes: Uint8Array, position: number): number {
  const characterClass = ASCII_CLASS[bytes[position]!]!;
  return characterClass === MULTI_BYTE ? classAndLength(bytes, position) : characterClass | 1 << 8;
}

function isLineBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** `[^\s\p{L}\p{N}]+[\r\n]*`, of which the first character has been seen. */
function scanOthers(bytes: Uint8Array, start: number, end: number): number {
  let position = scanRun(bytes, start, end, OTHER_CLASS);
  while (position < end && isLineBreak(bytes[position]!)) position++;
  return position;
}

/** `\s*[\r\n]+|\s+(?!\S)|\s+`. */
function scanWhiteSpace(bytes: Uint8Array, start: number, end: number): number {
  const runEnd = scanRun(bytes, start, end, SPACE_CLASS);
  for (let position = runEnd - 1; position >= start; position--) {
    if (isLineBreak(bytes[position]!)) return position + 1;
  }
  if (runEnd === end) return end;
  const last = lastCharacterStart(bytes, runEnd);
  return last > start ? last : runEnd;
}

/** The length of a contraction such as `'s`, `'LL` at `start`, else 0. */
function contractionLength(bytes: Uint8Array, start: number, end: number): number {
  const letter = start + 1 < end ? bytes[start + 1]! | 0x20 : 0;
  const second = start + 2 < end ? bytes[start + 2]! | 0x20 : 0;
  switch (letter) {
    case 0x73: // s
    case 0x74: // t
    case 0x6d: // m
    case 0x64: // d
      return 2;
    case 0x72: // re
    case 0x76: // ve
      return second === 0x65 ? 3 : 0;
    case 0x6c: // ll
      return second === 0x6c ? 3 : 0;
    default:
      // U+017F is an s, too, when case does not count.
      return start + 2 < end && bytes[start + 1] === 0xc5 && bytes[start + 2] === 0xbf ? 3 : 0;
  }
}
