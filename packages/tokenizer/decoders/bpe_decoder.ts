// Turns the suffix that ends words into spaces.

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
  decode(tokens: string[]): string[] {
    return tokens.map((token, i) =>
      token.replaceAll(this.#pattern, i === tokens.length - 1 ? "" : " ")
    );
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string; suffix: string } {
    return { type: "BPEDecoder", suffix: this.#suffix };
  }
}
