// What can be asked of BpeTokenizer.encode, and what comes back; named as in `transformers`.

import type { Side } from "./encoding.ts";

/** Which of two texts is cut when both together are too long. */
export type TruncationStrategy = "longest_first" | "only_first" | "only_second";

/** Options of `BpeTokenizer.encode`. */
export interface EncodeOptions {
  /**
   * Fills up with padding: `true` or `"longest"` to the longest text, `"max_length"` to `maxLength`
   * (default: what the tokenizer's file says, mostly nothing).
   */
  padding?: boolean | "longest" | "max_length";
  /** Cuts to `maxLength`; `true` is `"longest_first"` (default: what the tokenizer's file says). */
  truncation?: boolean | TruncationStrategy;
  /** The number of tokens to cut or to fill up to, special tokens included. */
  maxLength?: number;
  /** Fills up further, to a multiple of this. */
  padToMultipleOf?: number;
  /** The side that is filled (default `"right"`). */
  paddingSide?: Side;
  /** The side that is cut (default `"right"`). */
  truncationSide?: Side;
  /** How many tokens two windows of a text that was cut share (default 0). */
  stride?: number;
  /** Whether the post-processor adds its special tokens (default true). */
  addSpecialTokens?: boolean;
  /**
   * Encodes special tokens that stand in the text as the text that they are: `<pad>` is five characters
   * then. Other added tokens are still found (default false).
   */
  encodeSpecialTokens?: boolean;
  /** A second text, or as many as there are first ones. */
  textPair?: string | readonly string[];
  /** Gives `token_type_ids`. */
  returnTokenTypeIds?: boolean;
  /** Gives `special_tokens_mask`. */
  returnSpecialTokensMask?: boolean;
  /** Gives `offset_mapping`: start and end of each token in its text. */
  returnOffsets?: boolean;
  /**
   * What offsets count: `"codePoint"` as Python does (the default), `"utf16"` as `String.slice` does.
   */
  offsetUnit?: "codePoint" | "utf16";
  /** Gives what was cut off as further rows, with `overflow_to_sample_mapping`. */
  returnOverflowingTokens?: boolean;
}

/** Options of `BpeTokenizer.encodeBatch` and `BpeTokenizer.tokenize`. */
export type TextOptions = Pick<EncodeOptions, "encodeSpecialTokens">;

/** Options of `BpeTokenizer.encodeBatchAsync`. */
export interface ParallelOptions extends TextOptions {
  /** How many workers (default: one for each of four cores or more, from 64 million characters on). */
  workers?: number;
  /** Is told where workers cannot start, so that one thread does the work (default `console.warn`). */
  onNotice?: (notice: string) => void;
}

/** One encoded text: lists with one element a token. */
export interface EncodedText {
  /** The ids of the tokens. */
  input_ids: number[];
  /** 1 for tokens, 0 for padding. */
  attention_mask: number[];
  /** 0 for tokens of the first text, 1 for those of the second, as the post-processor says. */
  token_type_ids?: number[];
  /** 1 for special tokens and padding. */
  special_tokens_mask?: number[];
  /** Start and end in the text. */
  offset_mapping?: [start: number, end: number][];
}

/** Many encoded texts: the same, with one row a text, or a window of a text. */
export interface EncodedTexts {
  /** The ids of the tokens. */
  input_ids: number[][];
  /** 1 for tokens, 0 for padding. */
  attention_mask: number[][];
  /** 0 for tokens of the first text, 1 for those of the second, as the post-processor says. */
  token_type_ids?: number[][];
  /** 1 for special tokens and padding. */
  special_tokens_mask?: number[][];
  /** Start and end in the text. */
  offset_mapping?: [start: number, end: number][][];
  /** The index of the text that each row comes from; given with `returnOverflowingTokens`. */
  overflow_to_sample_mapping?: number[];
}

/** Many encoded texts in flat arrays: text `i` is `inputIds[offsets[i]..offsets[i + 1])`. */
export interface EncodedBatch {
  /** The ids of all texts, one after the other. */
  inputIds: Int32Array;
  /** Where each text starts; one more element than there are texts. */
  offsets: Int32Array;
}
