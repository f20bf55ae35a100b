// The pre-tokeniser of BERT: cuts at white space, which goes, and at punctuation.

import type { AlignedText } from "../text/aligned_text.ts";
import type { PreTokenizer } from "./pre_tokenizer.ts";
import { Punctuation } from "./punctuation.ts";
import { WhitespaceSplit } from "./whitespace_split.ts";

/** Cuts at white space and at punctuation. */
export class BertPreTokenizer implements PreTokenizer {
  readonly #whitespace = new WhitespaceSplit();
  readonly #punctuation = new Punctuation();

  /** Cuts each of the pieces. */
  preTokenize(pieces: AlignedText[]): AlignedText[] {
    return this.#punctuation.preTokenize(this.#whitespace.preTokenize(pieces));
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string } {
    return { type: "BertPreTokenizer" };
  }
}
