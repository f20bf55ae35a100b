// Turns the suffix that ends words into spaces.

import type { Growth } from "../text/growth.ts";
import type { Decoder } from "./decoder.ts";

/** Replaces the suffix by a space, and in the last token by nothing. */
export class BpeDecoder implements Decoder {
  readonly #suffix: string;
  readonly #pattern: string | RegExp;

  constructor(suffix: string) {
    this.#suffix = suffix;
    // An empty suffix is before and after every character, and a character may be two code units.
    this.#pattern = suffix === "" ? /(?:)/gu : suffix;
  }

  /** Changes each token. */
  decode(tokens: string[], growth: Growth): string[] {
    // An empty suffix puts a space before and after each character.
    if (this.#suffix === "") {
      for (const token of tokens) growth.add(token.length + 1);
    }
    return tokens.map((token, i) =>
      token.replaceAll(this.#pattern, i === tokens.length - 1 ? "" : " ")
    );
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string; suffix: string } {
    return { type: "BPEDecoder", suffix: this.#suffix };
  }
}
