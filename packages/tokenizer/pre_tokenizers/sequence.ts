// Pre-tokenisers one after the other.

import type { Json } from "../json/json_object.ts";
import type { AlignedText } from "../text/aligned_text.ts";
import type { PreTokenizer } from "./pre_tokenizer.ts";

/** Applies pre-tokenisers in order. */
export class PreTokenizerSequence implements PreTokenizer {
  /** The pre-tokenisers, in order. */
  readonly stages: readonly PreTokenizer[];

  /** The pre-tokenisers that a pre-tokeniser applies one after the other, without Sequences. */
  static flatten(preTokenizer: PreTokenizer | undefined): PreTokenizer[] {
    if (preTokenizer === undefined) return [];
    return preTokenizer instanceof PreTokenizerSequence
      ? preTokenizer.stages.flatMap(PreTokenizerSequence.flatten)
      : [preTokenizer];
  }

  constructor(stages: readonly PreTokenizer[]) {
    this.stages = stages;
  }

  /** Cuts each of the pieces. */
  preTokenize(pieces: AlignedText[]): AlignedText[] {
    for (const stage of this.stages) pieces = stage.preTokenize(pieces);
    return pieces;
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return { type: "Sequence", pretokenizers: this.stages.map((stage) => stage.toJSON()) };
  }
}
