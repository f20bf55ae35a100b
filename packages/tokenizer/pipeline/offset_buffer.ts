// Where the tokens of a text come from.

import type { AlignedText } from "../text/aligned_text.ts";
import { utf8Length } from "../model/character_encoder.ts";

/** Collects the offsets of tokens, in code units of the original text. */
export class OffsetBuffer {
  readonly #text: string;
  readonly #offsets: [start: number, end: number][] = [];
  readonly #added = new Map<number, string>();

  /** @param text The original text. */
  constructor(text: string) {
    this.#text = text;
  }

  /** Adds a token that is a whole piece of text. */
  addWhole(piece: AlignedText): void {
    this.#added.set(this.#offsets.length, piece.text);
    this.#offsets.push([piece.originalStart(0), piece.originalEnd(piece.text.length - 1)]);
  }

  /** The text of a token that was added whole. */
  addedToken(index: number): string | undefined {
    return this.#added.get(index);
  }

  /** Adds the tokens of a piece; one that has a part of a character's bytes gets the character. */
  add(piece: AlignedText, byteWidths: Int32Array): void {
    const { text } = piece;
    let unit = 0, byte = 0;
    let start = 0;
    for (const width of byteWidths) {
      const end = start + width;
      // The character that holds the byte `start`, and the end of the one that holds `end - 1`.
      let length = characterLength(text, unit);
      while (unit < text.length && byte + length.bytes <= start) {
        unit += length.units;
        byte += length.bytes;
        length = characterLength(text, unit);
      }
      let endUnit = unit, endByte = byte;
      while (endUnit < text.length && endByte < end) {
        length = characterLength(text, endUnit);
        endUnit += length.units;
        endByte += length.bytes;
      }
      this.#offsets.push([piece.originalStart(unit), piece.originalEnd(endUnit - 1)]);
      start = end;
    }
  }

  /** The offsets in code units of UTF-16. */
  toCodeUnits(): [start: number, end: number][] {
    return this.#offsets;
  }

  /** The offsets in code points. */
  toCodePoints(): [start: number, end: number][] {
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(this.#text)) return this.#offsets;
    const codePoints = new Int32Array(this.#text.length + 1);
    let count = 0, unit = 0;
    for (const character of this.#text) {
      for (let i = 0; i < character.length; i++) codePoints[unit++] = count;
      count++;
    }
    codePoints[unit] = count;
    return this.#offsets.map(([start, end]) => [codePoints[start]!, codePoints[end]!]);
  }
}

function characterLength(text: string, unit: number): { units: number; bytes: number } {
  const character = text.codePointAt(unit);
  if (character === undefined) return { units: 1, bytes: 1 };
  return { units: character > 0xffff ? 2 : 1, bytes: utf8Length(String.fromCodePoint(character)) };
}
