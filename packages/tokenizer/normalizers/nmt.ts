// The clean-up that SentencePiece does for machine translation.

import type { AlignedText } from "../text/aligned_text.ts";
import type { Normalizer } from "./normalizer.ts";

const SPACES = new Set(
  "\t\n\f\r\u1680\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2581\ufeff\ufffd",
);

/** Drops control characters, and makes other white space a space. */
export class Nmt implements Normalizer {
  /** Changes the text in place. */
  normalize(text: AlignedText): void {
    text.filter((codePoint) => !isRemoved(codePoint));
    text.map((character) => SPACES.has(character) ? " " : character);
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string } {
    return { type: "Nmt" };
  }
}

function isRemoved(codePoint: number): boolean {
  return (codePoint >= 0x01 && codePoint <= 0x08) || codePoint === 0x0b ||
    (codePoint >= 0x0e && codePoint <= 0x1f) || codePoint === 0x7f || codePoint === 0x8f ||
    codePoint === 0x9f;
}
