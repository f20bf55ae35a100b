// Cuts after every so many characters.

import type { AlignedText } from "../text/aligned_text.ts";
import type { PreTokenizer } from "./pre_tokenizer.ts";

/** Makes pieces of a number of characters; the last one may be shorter. */
export class FixedLength implements PreTokenizer {
  readonly #length: number;

  /** @param length From 1. */
  constructor(length: number) {
    this.#length = length;
  }

  /** Cuts each of the pieces. */
  preTokenize(pieces: AlignedText[]): AlignedText[] {
    return pieces.flatMap((piece) => {
      const parts: AlignedText[] = [];
      let start = 0, end = 0, count = 0;
      for (const character of piece.text) {
        end += character.length;
        if (++count % this.#length > 0) continue;
        parts.push(piece.slice(start, end));
        start = end;
      }
      if (start < end) parts.push(piece.slice(start, end));
      return parts;
    });
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string; length: number } {
    return { type: "FixedLength", length: this.#length };
  }
}
