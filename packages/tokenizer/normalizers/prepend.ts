// Puts a string in front of a text.

import type { AlignedText } from "../text/aligned_text.ts";
import type { Normalizer } from "./normalizer.ts";

/** Puts a string in front of any text that is not empty. */
export class Prepend implements Normalizer {
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Changes the text in place. */
  normalize(text: AlignedText): void {
    text.prepend(this.#prefix);
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string; prepend: string } {
    return { type: "Prepend", prepend: this.#prefix };
  }
}
