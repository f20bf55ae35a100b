// Removes white space from the ends of a text.

import type { AlignedText } from "../text/aligned_text.ts";
import { isWhiteSpace } from "../unicode/properties.ts";
import type { Normalizer } from "./normalizer.ts";

/** Removes white space from the start, the end or both. */
export class Strip implements Normalizer {
  readonly #left: boolean;
  readonly #right: boolean;

  constructor(left: boolean, right: boolean) {
    this.#left = left;
    this.#right = right;
  }

  /** Changes the text in place. */
  normalize(text: AlignedText): void {
    const characters = [...text.text];
    let start = 0, end = characters.length;
    const isSpace = (index: number) => isWhiteSpace(characters[index]!.codePointAt(0)!);
    if (this.#left) { while (start < end && isSpace(start)) start++; }
    if (this.#right) { while (end > start && isSpace(end - 1)) end--; }
    const kept = characters.slice(start, end);
    text.transform(kept, kept.map(() => 0), start);
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string; strip_left: boolean; strip_right: boolean } {
    return { type: "Strip", strip_left: this.#left, strip_right: this.#right };
  }
}
