// Decoders one after the other.

import type { Json } from "../json/json_object.ts";
import type { Growth } from "../text/growth.ts";
import type { Decoder } from "./decoder.ts";

/** Applies decoders in order. */
export class DecoderSequence implements Decoder {
  readonly #decoders: readonly Decoder[];

  constructor(decoders: readonly Decoder[]) {
    this.#decoders = decoders;
  }

  /** Applies them in order. */
  decode(tokens: string[], growth: Growth): string[] {
    for (const decoder of this.#decoders) tokens = decoder.decode(tokens, growth);
    return tokens;
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return { type: "Sequence", decoders: this.#decoders.map((decoder) => decoder.toJSON()) };
  }
}
