// BERT's special tokens: [CLS] A [SEP], and for a pair [CLS] A [SEP] B [SEP].

import { type Encoding, joinEncodings, specialEncoding } from "../encoding.ts";
import type { Json } from "../json/json_object.ts";
import type { PostProcessor } from "./post_processor.ts";

/** A special token and its id. */
export type TokenAndId = [token: string, id: number];

/** Puts one token at the start, another after each text. */
export class BertProcessing implements PostProcessor {
  readonly #separator: TokenAndId;
  readonly #start: TokenAndId;

  constructor(separator: TokenAndId, start: TokenAndId) {
    this.#separator = separator;
    this.#start = start;
  }

  /** Two, or three for a pair. */
  addedTokens(isPair: boolean): number {
    return isPair ? 3 : 2;
  }

  /** Adds the tokens. */
  process(encodings: Encoding[], addSpecialTokens: boolean): Encoding[] {
    if (!addSpecialTokens) return encodings;
    return encodings.map((encoding, i) =>
      i === 0
        ? surround(encoding, special(this.#start, 0), special(this.#separator, 0))
        : surround(encoding, undefined, special(this.#separator, 1))
    );
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return { type: "BertProcessing", sep: this.#separator, cls: this.#start };
  }
}

/** A single special token as an encoding. */
export function special([token, id]: TokenAndId, typeId: number): Encoding {
  return specialEncoding([token], [id], typeId);
}

/** Puts encodings before and after another and each of its windows. */
export function surround(
  encoding: Encoding,
  before: Encoding | undefined,
  after: Encoding,
): Encoding {
  const start = before === undefined ? encoding : joinEncodings(before, encoding);
  return joinEncodings(start, after);
}
