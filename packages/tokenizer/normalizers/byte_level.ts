// Writes bytes as characters, as the pre-tokeniser of this name does, but before the text is cut.

import { bytesToAlphabet } from "../byte_alphabet.ts";
import type { AlignedText } from "../text/aligned_text.ts";
import type { Normalizer } from "./normalizer.ts";

/** Writes each byte of UTF-8 as a character of GPT-2's byte alphabet. */
export class ByteLevelNormalizer implements Normalizer {
  readonly #textEncoder = new TextEncoder();

  /** Changes the text in place. */
  normalize(text: AlignedText): void {
    if (text.isAligned) {
      text.map((character) => bytesToAlphabet(this.#textEncoder.encode(character)));
    } else text.text = bytesToAlphabet(this.#textEncoder.encode(text.text));
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string } {
    return { type: "ByteLevel" };
  }
}
