// Turns SentencePiece's visible spaces back.

import type { Metaspace } from "../pre_tokenizers/metaspace.ts";
import type { Json } from "../json/json_object.ts";
import type { Decoder } from "./decoder.ts";

/** Replaces the visible character by a space; in the first token it goes, if it may have been added. */
export class MetaspaceDecoder implements Decoder {
  readonly #metaspace: Metaspace;

  /** @param metaspace Has the options, since file formats use one object for both. */
  constructor(metaspace: Metaspace) {
    this.#metaspace = metaspace;
  }

  /** Changes each token. */
  decode(tokens: string[]): string[] {
    const { replacement, prependScheme } = this.#metaspace;
    return tokens.map((token, i) =>
      token.replaceAll(replacement, i === 0 && prependScheme !== "never" ? "" : " ")
    );
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return this.#metaspace.toJSON();
  }
}
