// A string as a pattern.

import type { Ranges } from "../text/aligned_text.ts";
import type { Pattern } from "./pattern.ts";

/** Matches a string as it stands. */
export class StringPattern implements Pattern {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The places where the string occurs. */
  match(text: string): Ranges {
    const ranges: Ranges = [];
    const length = this.#text.length;
    if (length === 0) return ranges;
    for (let at = text.indexOf(this.#text); at >= 0; at = text.indexOf(this.#text, at + length)) {
      ranges.push(at, at + length);
    }
    return ranges;
  }

  /** The pattern in a tokenizer.json. */
  toJSON(): { String: string } {
    return { String: this.#text };
  }
}
