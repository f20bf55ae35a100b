// Turns the suffix that ends words into spaces.

import type { Decoder } from "./decoder.ts";

/** Replaces the suffix by a space, and in the last token by nothing. */
export class BpeDecoder implements Decoder {
  readonly #suffix: string;

  constructor(suffix: string) {
    this.#suffix = suffix;
  }

  /** Changes each token. */
  decode(tokens: string[]): string[] {
    return tokens.map((token, i) =>
      token.replaceAll(this.#suffix, i === tokens.length - 1 ? "" : " ")
    );
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string; suffix: string } {
    return { type: "BPEDecoder", suffix: this.#suffix };
  }
}
