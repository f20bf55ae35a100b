/**
 * Byte-pair encoding with Hugging Face's files and ids, at many times the speed, in plain TypeScript for
 * Deno, Node, Bun and browsers.
 *
 * @example
 * ```ts
 * import { BpeTokenizer } from "@sluice/tokenizer";
 * import { assertEquals } from "@std/assert";
 *
 * const tokenizer = BpeTokenizer.train(["a fine film", "a fine, fine day"], {
 *   vocabSize: 262,
 *   specialTokens: ["<pad>"],
 * });
 * const batch = tokenizer.encode(["a fine film", "film"], { padding: true });
 * assertEquals(batch.attention_mask[1]!.at(-1), 0);
 *
 * const json = JSON.stringify(tokenizer); // a tokenizer.json
 * assertEquals(BpeTokenizer.fromJSON(json).encode("film"), tokenizer.encode("film"));
 * ```
 *
 * @module
 */
export { BpeTokenizer, type DecodeOptions, type LoadOptions } from "./bpe_tokenizer.ts";
export type { TrainOptions, TrainProgress } from "./training/train_parts.ts";
export type {
  EncodedBatch,
  EncodedText,
  EncodedTexts,
  EncodeOptions,
  ParallelOptions,
  TextOptions,
  TruncationStrategy,
} from "./encode_options.ts";
export type { Side } from "./encoding.ts";
export type { AddedToken } from "./added_tokens/added_token.ts";
export { type Decoding, StreamDecoder } from "./stream_decoder.ts";
export type { Json } from "./json/json_object.ts";
