// Character classes read straight from UTF-8 bytes.

import { CHARACTER_CLASS } from "../unicode/character_class.ts";

/** In {@linkcode ASCII_CLASS}, the mark of a byte that is part of a longer character. */
export const MULTI_BYTE = 0xff;

/** The class of each byte below 128; the others are {@linkcode MULTI_BYTE}. */
export const ASCII_CLASS: Uint8Array = new Uint8Array(256).map((_, byte) =>
  byte < 128 ? CHARACTER_CLASS[byte]! : MULTI_BYTE
);

/** `class | length << 8` of the character of two to four bytes at `position`. */
export function classAndLength(bytes: Uint8Array, position: number): number {
  const lead = bytes[position]!;
  const second = bytes[position + 1]! & 0x3f;
  if (lead < 0xe0) return CHARACTER_CLASS[(lead & 0x1f) << 6 | second]! | 2 << 8;
  const third = bytes[position + 2]! & 0x3f;
  if (lead < 0xf0) return CHARACTER_CLASS[(lead & 0xf) << 12 | second << 6 | third]! | 3 << 8;
  const fourth = bytes[position + 3]! & 0x3f;
  return CHARACTER_CLASS[(lead & 7) << 18 | second << 12 | third << 6 | fourth]! | 4 << 8;
}
