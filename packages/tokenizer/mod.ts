/**
 * Byte-pair encoding with Hugging Face's files and ids.
 *
 * @module
 */
export * from "./bpe_tokenizer.ts";
