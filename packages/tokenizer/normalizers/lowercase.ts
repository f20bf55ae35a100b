// Lower case, by character.

import type { AlignedText } from "../text/aligned_text.ts";
import { lowercase, lowercaseCharacter } from "../unicode/lowercase.ts";
import type { Normalizer } from "./normalizer.ts";

/** Turns every character into lower case. */
export class Lowercase implements Normalizer {
  /** Changes the text in place. */
  normalize(text: AlignedText): void {
    if (text.isAligned) text.map(lowercaseCharacter);
    else text.text = lowercase(text.text);
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string } {
    return { type: "Lowercase" };
  }
}
