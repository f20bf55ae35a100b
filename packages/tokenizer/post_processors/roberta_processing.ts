// RoBERTa's special tokens: <s> A </s>, and for a pair <s> A </s></s> B </s>; everything is of type 0.

import type { Encoding } from "../encoding.ts";
import type { Json } from "../json/json_object.ts";
import { special, surround, type TokenAndId } from "./bert_processing.ts";
import { trimSpaces } from "./byte_level_processing.ts";
import type { PostProcessor } from "./post_processor.ts";

/** Options of {@linkcode RobertaProcessing}. */
export interface RobertaProcessingOptions {
  separator: TokenAndId;
  start: TokenAndId;
  /** Leaves white space out of offsets. */
  trimOffsets: boolean;
  /** Whether the pre-tokeniser puts a space in front. */
  addPrefixSpace: boolean;
}

/** Surrounds each text by special tokens. */
export class RobertaProcessing implements PostProcessor {
  readonly #options: RobertaProcessingOptions;

  constructor(options: RobertaProcessingOptions) {
    this.#options = options;
  }

  /** Two, or four for a pair. */
  addedTokens(isPair: boolean): number {
    return isPair ? 4 : 2;
  }

  /** Adds the tokens. */
  process(encodings: Encoding[], addSpecialTokens: boolean): Encoding[] {
    const { separator, start, trimOffsets, addPrefixSpace } = this.#options;
    return encodings.map((encoding, i) => {
      if (trimOffsets) trimSpaces(encoding, addPrefixSpace);
      encoding.typeIds = encoding.ids.map(() => 0);
      if (!addSpecialTokens) return encoding;
      for (const window of encoding.overflowing) window.typeIds = window.ids.map(() => 0);
      return surround(encoding, special(i === 0 ? start : separator, 0), special(separator, 0));
    });
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return {
      type: "RobertaProcessing",
      sep: this.#options.separator,
      cls: this.#options.start,
      trim_offsets: this.#options.trimOffsets,
      add_prefix_space: this.#options.addPrefixSpace,
    };
  }
}
