// What a decoder is.

import type { Json } from "../json/json_object.ts";

/** Turns tokens back into text. */
export interface Decoder {
  /** Changes a list of tokens; at the end the list is joined. */
  decode(tokens: string[]): string[];
  /** The decoder as it stands in a tokenizer.json. */
  toJSON(): Json;
}
