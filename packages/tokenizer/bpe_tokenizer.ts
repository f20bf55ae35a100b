// The tokenizer: byte-pair encoding with the files and the ids of Hugging Face's `tokenizers`.

import { type AddedToken, makeAddedToken } from "./added_tokens/added_token.ts";
import { AddedTokens } from "./added_tokens/added_tokens.ts";
import type {
  EncodedBatch,
  EncodedText,
  EncodedTexts,
  EncodeOptions,
  ParallelOptions,
  TextOptions,
} from "./encode_options.ts";
import type { PadToken } from "./encoding.ts";
import type { Json } from "./json/json_object.ts";
import { modelFromRanks, readTiktokenFile } from "./json/tiktoken_file.ts";
import {
  readTokenizerJson,
  type TokenizerParts,
  writeTokenizerJson,
} from "./json/tokenizer_json.ts";
import { readVocabularyFiles, writeVocabularyFiles } from "./json/vocabulary_files.ts";
import { encodeBatchParallel } from "./parallel/encode_batch_parallel.ts";
import { workerCount } from "./parallel/worker_pool.ts";
import { giveNotice, WorkersUnavailable } from "./parallel/workers_unavailable.ts";
import { BatchEncoder } from "./pipeline/batch_encoder.ts";
import { CL100K_REGEX } from "./pipeline/byte_level_plan.ts";
import { TextPipeline } from "./pipeline/text_pipeline.ts";
import { ByteLevel } from "./pre_tokenizers/byte_level.ts";
import { PreTokenizerSequence } from "./pre_tokenizers/sequence.ts";
import { Split } from "./pre_tokenizers/split.ts";
import { ByteLevelDecoder } from "./decoders/byte_level_decoder.ts";
import { RegexPattern } from "./pattern/regex_pattern.ts";
import { StreamDecoder } from "./stream_decoder.ts";
import { Growth } from "./text/growth.ts";
import { type TrainOptions, trainParts, trainPartsAsync } from "./training/train_parts.ts";

/** Names that padding tokens go by, the likeliest first. */
const PAD_TOKENS = ["<pad>", "[PAD]", "<|pad|>", "<PAD>", "<|padding|>", "<|endoftext|>"];

/** From so many code units on, workers pay for their start. */
const PARALLEL_FROM = 1 << 26;

/** More UTF-16 code units than this are not decoded at once. */
const MAX_DECODED = 1 << 27;

/** Options of {@linkcode BpeTokenizer.decode}. */
export interface DecodeOptions {
  /** Leaves special tokens out (default false). */
  skipSpecialTokens?: boolean;
}

/** Options of {@linkcode BpeTokenizer.fromJSON} and its kin. */
export interface LoadOptions {
  /** What the random choices of dropout follow from, for models that have it (default 0). */
  seed?: number;
}

/**
 * Byte-pair encoding with the files and the ids of Hugging Face's `tokenizers`.
 *
 * @example Train, encode, decode
 * ```ts
 * import { BpeTokenizer } from "@sluice/tokenizer";
 * import { assertEquals } from "@std/assert";
 *
 * const tokenizer = BpeTokenizer.train(["a fine film", "a fine, fine day"], {
 *   vocabSize: 262,
 *   specialTokens: ["<pad>"],
 * });
 * const { input_ids } = tokenizer.encode("a fine day");
 * assertEquals(tokenizer.decode(input_ids), "a fine day");
 * ```
 */
export class BpeTokenizer {
  readonly #parts: TokenizerParts;
  readonly #addedTokens: AddedTokens;
  readonly #pipeline: TextPipeline;
  readonly #batchEncoder: BatchEncoder;

  private constructor(parts: TokenizerParts, { seed = 0 }: LoadOptions = {}) {
    const { model, normalizer, preTokenizer } = this.#parts = parts;
    const addedTokens = this.#addedTokens = new AddedTokens(model, normalizer);
    addedTokens.add(parts.addedTokens);
    this.#pipeline = new TextPipeline({ model, normalizer, preTokenizer, addedTokens, seed });
    this.#batchEncoder = new BatchEncoder({
      pipeline: this.#pipeline,
      postProcessor: parts.postProcessor,
      defaults: parts.defaults,
      findPadToken: () => this.#findPadToken(),
    });
  }

  /**
   * Learns a vocabulary from texts; merges, ids and ties are those of Hugging Face's trainer.
   *
   * @throws {RangeError} If an option is out of range.
   * @throws The signal's reason if it is aborted.
   */
  static train(texts: Iterable<string>, options: TrainOptions): BpeTokenizer {
    return new BpeTokenizer(trainParts(texts, options));
  }

  /** The same for texts that come over time, so that a corpus need not fit in memory. */
  static async trainAsync(
    texts: AsyncIterable<string> | Iterable<string>,
    options: TrainOptions,
  ): Promise<BpeTokenizer> {
    return new BpeTokenizer(await trainPartsAsync(texts, options));
  }

  /**
   * Reads a `tokenizer.json`, as text or parsed.
   *
   * @throws {TypeError | SyntaxError} If it is malformed or uses something that is not supported; the
   * message names the field.
   */
  static fromJSON(json: unknown, options: LoadOptions = {}): BpeTokenizer {
    return new BpeTokenizer(readTokenizerJson(json), options);
  }

  /**
   * Makes a byte-level tokenizer such as GPT-2's of the texts of `vocab.json` and `merges.txt`.
   *
   * @param specialTokens Such as `["<|endoftext|>"]`.
   * @throws {TypeError | SyntaxError} If a file is malformed.
   */
  static fromVocabularyFiles(
    vocabulary: string,
    merges: string,
    { specialTokens = [] }: { specialTokens?: readonly string[] } = {},
  ): BpeTokenizer {
    const byteLevel = new ByteLevel({ addPrefixSpace: false, trimOffsets: true, useRegex: true });
    return new BpeTokenizer({
      model: readVocabularyFiles(vocabulary, merges),
      normalizer: undefined,
      preTokenizer: byteLevel,
      postProcessor: undefined,
      decoder: new ByteLevelDecoder(byteLevel),
      addedTokens: specialTokens.map((token) => makeAddedToken(token, true)),
      defaults: { truncation: undefined, padding: undefined },
    });
  }

  /**
   * Makes a tokenizer of the text of a tiktoken rank file.
   *
   * @param options.specialTokens The special tokens and their ids.
   * @param options.regex How text is cut into pieces (default: as for cl100k_base).
   * @throws {SyntaxError | RangeError} If the file is malformed.
   */
  static fromTiktoken(
    file: string,
    options: { specialTokens?: Record<string, number>; regex?: string } = {},
  ): BpeTokenizer {
    const special = new Map(Object.entries(options.specialTokens ?? {}));
    const byteLevel = new ByteLevel({ addPrefixSpace: false, trimOffsets: true, useRegex: false });
    const pattern = new RegexPattern(options.regex ?? CL100K_REGEX, "regex");
    return new BpeTokenizer({
      model: modelFromRanks(readTiktokenFile(file), special),
      normalizer: undefined,
      preTokenizer: new PreTokenizerSequence([new Split(pattern, "Isolated", false), byteLevel]),
      postProcessor: undefined,
      decoder: new ByteLevelDecoder(byteLevel),
      addedTokens: Array.from(special.keys(), (token) => makeAddedToken(token, true)),
      defaults: { truncation: undefined, padding: undefined },
    });
  }

  /** The tokenizer as a `tokenizer.json`, for `JSON.stringify` or Hugging Face's `tokenizers`. */
  toJSON(): { [key: string]: Json } {
    return writeTokenizerJson(this.#parts, this.#addedTokens.entries());
  }

  /**
   * The texts of `vocab.json` and `merges.txt`; they leave out all but the model.
   *
   * @throws {TypeError} If tokens that are merged have white space, which `merges.txt` cannot hold.
   */
  toVocabularyFiles(): { vocabulary: string; merges: string } {
    return writeVocabularyFiles(this.#parts.model);
  }

  /** The number of tokens, added ones included. */
  get vocabSize(): number {
    return this.#parts.model.ids.size + this.#addedTokens.countOutsideModel;
  }

  /** The tokens and their ids, added ones included. */
  getVocab(): Map<string, number> {
    const vocabulary = new Map(this.#parts.model.ids);
    for (const [id, { content }] of this.#addedTokens.entries()) vocabulary.set(content, id);
    return vocabulary;
  }

  /** The id of a token, written as in the vocabulary (`"Ġfilm"`, not `" film"`). */
  tokenToId(token: string): number | undefined {
    return this.#addedTokens.idOf(token) ?? this.#parts.model.ids.get(token);
  }

  /** The token of an id, written as in the vocabulary. */
  idToToken(id: number): string | undefined {
    return this.#addedTokens.contentOf(id) ?? this.#parts.model.tokens.get(id);
  }

  /** Adds tokens that are found in a text as they stand; returns how many are new or changed. */
  addTokens(tokens: readonly (string | Partial<AddedToken>)[]): number {
    return this.#addedTokens.add(tokens.map((token) => makeAddedToken(token, false)));
  }

  /** Adds tokens that decoding can leave out, too; returns how many are new or changed. */
  addSpecialTokens(tokens: readonly (string | Partial<AddedToken>)[]): number {
    return this.#addedTokens.add(tokens.map((token) => makeAddedToken(token, true)));
  }

  /** Encodes one text; with `returnOverflowingTokens`, its windows. */
  encode(
    text: string,
    options?: EncodeOptions & { returnOverflowingTokens?: false },
  ): EncodedText;
  /** Encodes texts, or one text with its windows; the lists have one row for each. */
  encode(text: string | readonly string[], options?: EncodeOptions): EncodedTexts;
  encode(
    text: string | readonly string[],
    options: EncodeOptions = {},
  ): EncodedText | EncodedTexts {
    return typeof text === "string" && !options.returnOverflowingTokens
      ? this.#batchEncoder.encodeOne(text, options)
      : this.#batchEncoder.encodeMany(text, options);
  }

  /**
   * Encodes many texts into flat arrays, without special tokens, padding or truncation: the fast way to a
   * data set.
   */
  encodeBatch(texts: readonly string[], options: TextOptions = {}): EncodedBatch {
    const { output } = this.#pipeline;
    const offsets = new Int32Array(texts.length + 1);
    for (let i = 0; i < texts.length; i++) {
      this.#pipeline.append(texts[i]!, options.encodeSpecialTokens);
      offsets[i + 1] = output.length;
    }
    return { inputIds: output.take(), offsets };
  }

  /**
   * The same on several workers, for large inputs; small ones are encoded at once. Where workers cannot
   * start, one thread does the work and a notice says why.
   *
   * @throws {RangeError} If `workers` is no whole number from 1.
   */
  async encodeBatchAsync(
    texts: readonly string[],
    options: ParallelOptions = {},
  ): Promise<EncodedBatch> {
    const count = workerCount(options.workers);
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (count === 1 || (options.workers === undefined && length < PARALLEL_FROM)) {
      return this.encodeBatch(texts, options);
    }
    try {
      return await encodeBatchParallel(this, texts, count, options);
    } catch (error) {
      if (!(error instanceof WorkersUnavailable)) throw error;
      giveNotice(error.message, options.onNotice);
      return this.encodeBatch(texts, options);
    }
  }

  /** The tokens of a text, written as in the vocabulary, without special tokens that are added. */
  tokenize(text: string, options: TextOptions = {}): string[] {
    this.#pipeline.append(text, options.encodeSpecialTokens);
    return Array.from(this.#pipeline.output.take(), (id) => this.idToToken(id)!);
  }

  /**
   * The text of ids; ids that are not in the vocabulary are left out.
   *
   * @throws {RangeError} If the text would have more than 2^27 characters.
   */
  decode(ids: Iterable<number>, options: DecodeOptions = {}): string {
    const tokens: string[] = [];
    let length = 0;
    for (const id of ids) {
      const token = this.idToToken(id);
      if (token === undefined) continue;
      if (options.skipSpecialTokens && this.#addedTokens.isSpecial(token)) continue;
      tokens.push(token);
      length += token.length;
      if (length > MAX_DECODED) {
        throw new RangeError(`ids: their text has more than ${MAX_DECODED} characters`);
      }
    }
    const { decoder } = this.#parts;
    if (decoder === undefined) return tokens.join(" ");
    if (tokens.length === 0) return "";
    return decoder.decode(tokens, new Growth(length)).join("");
  }

  /** The texts of many lists of ids. */
  decodeBatch(batch: Iterable<Iterable<number>>, options: DecodeOptions = {}): string[] {
    return Array.from(batch, (ids) => this.decode(ids, options));
  }

  /** Decodes ids as they come. */
  streamDecoder(options: DecodeOptions = {}): StreamDecoder {
    return new StreamDecoder(this, options);
  }

  #findPadToken(): PadToken | undefined {
    for (const token of PAD_TOKENS) {
      const id = this.#addedTokens.idOf(token);
      if (id !== undefined) return { id, token, typeId: 0 };
    }
    return undefined;
  }
}
