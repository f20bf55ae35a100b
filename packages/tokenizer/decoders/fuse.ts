// Joins all tokens, so that the decoders after it see one.

import type { Decoder } from "./decoder.ts";

/** Joins all tokens to one. */
export class Fuse implements Decoder {
  /** Joins the tokens. */
  decode(tokens: string[]): string[] {
    return [tokens.join("")];
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string } {
    return { type: "Fuse" };
  }
}
