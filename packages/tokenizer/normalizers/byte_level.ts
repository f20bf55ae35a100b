// Writes bytes as characters, as the pre-tokeniser of this name does, but before the text is cut.

import type { AlignedText } from "../text/aligned_text.ts";
import { writeBytes } from "../text/write_bytes.ts";
import type { Normalizer } from "./normalizer.ts";

/** Writes each byte of UTF-8 as a character of GPT-2's byte alphabet. */
export class ByteLevelNormalizer implements Normalizer {
  /** Changes the text in place. */
  normalize(text: AlignedText): void {
    writeBytes(text);
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string } {
    return { type: "ByteLevel" };
  }
}
