// A string as a pattern.

import type { Ranges } from "../text/aligned_text.ts";
import type { Pattern } from "./pattern.ts";

/** Matches a string as it stands. */
export class StringPattern implements Pattern {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The places where the string occurs; an empty one does before and after every character. */
  match(text: string): Ranges {
    const ranges: Ranges = [];
    const length = this.#text.length;
    if (length === 0) return text === "" ? ranges : characterBounds(text);
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

function characterBounds(text: string): Ranges {
  const ranges: Ranges = [0, 0];
  let at = 0;
  for (const character of text) {
    at += character.length;
    ranges.push(at, at);
  }
  return ranges;
}
