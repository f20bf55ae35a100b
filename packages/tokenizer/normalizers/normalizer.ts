// What a normaliser is.

import type { AlignedText } from "../text/aligned_text.ts";
import type { Json } from "../json/json_object.ts";

/** Changes a text before it is cut into pieces. */
export interface Normalizer {
  /** Changes the text in place. */
  normalize(text: AlignedText): void;
  /** The normaliser as it stands in a tokenizer.json. */
  toJSON(): Json;
}
