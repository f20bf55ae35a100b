// What a decoder is.

import type { Json } from "../json/json_object.ts";
import type { Growth } from "../text/growth.ts";

/** Turns tokens back into text. */
export interface Decoder {
  /**
   * Changes a list of tokens; at the end the list is joined.
   *
   * @param growth How much longer they may become.
   */
  decode(tokens: string[], growth: Growth): string[];
  /** The decoder as it stands in a tokenizer.json. */
  toJSON(): Json;
}
