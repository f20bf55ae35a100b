// Removes combining marks; after NFD that takes the accents off letters.

import type { AlignedText } from "../text/aligned_text.ts";
import { isMark } from "../unicode/properties.ts";
import type { Normalizer } from "./normalizer.ts";

/** Removes all combining marks. */
export class StripAccents implements Normalizer {
  /** Changes the text in place. */
  normalize(text: AlignedText): void {
    text.filter((codePoint) => !isMark(codePoint));
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string } {
    return { type: "StripAccents" };
  }
}
