// What a post-processor is.

import type { Encoding } from "../encoding.ts";
import type { Json } from "../json/json_object.ts";

/** Adds special tokens to one encoded text or a pair. */
export interface PostProcessor {
  /** How many tokens it adds. */
  addedTokens(isPair: boolean): number;
  /** Takes one encoding or two; what it returns will be joined. */
  process(encodings: Encoding[], addSpecialTokens: boolean): Encoding[];
  /** The post-processor as it stands in a tokenizer.json. */
  toJSON(): Json;
}
