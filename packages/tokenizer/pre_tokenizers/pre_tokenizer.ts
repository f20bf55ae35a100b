// What a pre-tokeniser is.

import type { Json } from "../json/json_object.ts";
import type { AlignedText } from "../text/aligned_text.ts";

/** Cuts texts into the pieces that the model sees one at a time. */
export interface PreTokenizer {
  /** Cuts each of the pieces further; empty pieces are left out. */
  preTokenize(pieces: AlignedText[]): AlignedText[];
  /** The pre-tokeniser as it stands in a tokenizer.json. */
  toJSON(): Json;
}
