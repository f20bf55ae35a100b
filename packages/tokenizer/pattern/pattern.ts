// What Split and Replace look for.

import type { Json } from "../json/json_object.ts";
import type { Ranges } from "../text/aligned_text.ts";

/** A string or a regular expression to look for. */
export interface Pattern {
  /** The ranges that match, in order, as pairs (start, end); a range may be empty, an empty text has none. */
  match(text: string): Ranges;
  /** The pattern as it stands in a tokenizer.json. */
  toJSON(): Json;
}
