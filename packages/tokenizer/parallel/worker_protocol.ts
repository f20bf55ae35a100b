// What a worker can be asked, and what it answers.

import type { EncodedBatch } from "../encode_options.ts";
import type { Json } from "../json/json_object.ts";
import type { CountedPieces } from "../training/piece_counter.ts";

/** A task for a worker. */
export type WorkerTask =
  | { kind: "load"; tokenizer: string }
  | { kind: "encode"; texts: readonly string[]; encodeSpecialTokens: boolean }
  | { kind: "prepareCount"; normalizer: Json; preTokenizer: Json }
  | { kind: "count"; texts: readonly string[] }
  | { kind: "finishCount" };

/** What comes back. */
export interface WorkerAnswers {
  load: undefined;
  encode: EncodedBatch;
  prepareCount: undefined;
  count: undefined;
  finishCount: CountedPieces;
}
