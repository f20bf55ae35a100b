// BpeTokenizer.train: checks the options, runs the trainer, and puts a tokenizer together.

import { makeAddedToken } from "../added_tokens/added_token.ts";
import { readDecoder } from "../decoders/read_decoder.ts";
import { type Json, JsonObject } from "../json/json_object.ts";
import type { TokenizerParts } from "../json/tokenizer_json.ts";
import { DEFAULT_MODEL_OPTIONS } from "../model/bpe_model.ts";
import { readNormalizer } from "../normalizers/read_normalizer.ts";
import { readPostProcessor } from "../post_processors/read_post_processor.ts";
import { readPreTokenizer } from "../pre_tokenizers/read_pre_tokenizer.ts";
import { countInWorkers } from "../parallel/count_in_workers.ts";
import { workerCount } from "../parallel/worker_pool.ts";
import { giveNotice, WorkersUnavailable } from "../parallel/workers_unavailable.ts";
import { ModelTrainer } from "./model_trainer.ts";

/** How far a training has come. */
export interface TrainProgress {
  /** `"count"` while texts are read, then `"merge"`. */
  phase: "count" | "merge";
  /** Texts read, or tokens in the vocabulary. */
  done: number;
  /** The size that the vocabulary may reach; not known while counting. */
  total?: number;
}

/** Options of `BpeTokenizer.train`. */
export interface TrainOptions {
  /** The size that the vocabulary may reach, special tokens and the alphabet included. */
  vocabSize: number;
  /** Pairs that occur less often are not merged (default 2). */
  minFrequency?: number;
  /** Tokens that get the first ids and are never split (default none). */
  specialTokens?: readonly string[];
  /** A normaliser as in a tokenizer.json, such as `{ type: "Lowercase" }` (default none). */
  normalizer?: Json;
  /** The splitter, a pre-tokeniser as in a tokenizer.json (default GPT-2's ByteLevel). */
  preTokenizer?: Json;
  /** A post-processor as in a tokenizer.json (default none). */
  postProcessor?: Json;
  /** A decoder as in a tokenizer.json (default ByteLevel, if the splitter is the default). */
  decoder?: Json;
  /** What stands for characters that the training did not see. */
  unknownToken?: string;
  /** What the tokens within a word start with. */
  continuingSubwordPrefix?: string;
  /** What the last token of a word ends with. */
  endOfWordSuffix?: string;
  /**
   * With `trainAsync`: on how many workers to count (default 1). The vocabulary does not depend on it; it
   * pays for byte-level models and some hundred megabytes of text.
   */
  workers?: number;
  /** Is told where workers cannot start, so that one thread does the work (default `console.warn`). */
  onNotice?: (notice: string) => void;
  /** Called now and then. */
  onProgress?: (progress: TrainProgress) => void;
  /** Stops the training; its reason is thrown. */
  signal?: AbortSignal;
}

/** How many texts pass between two reports. */
const TEXTS_PER_REPORT = 1024;

const BYTE_LEVEL: Json = {
  type: "ByteLevel",
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: true,
};

/** Trains on texts that are there. */
export function trainParts(texts: Iterable<string>, options: TrainOptions): TokenizerParts {
  const training = new Training(options);
  for (const text of texts) training.add(text);
  return training.finish();
}

/** Trains on texts that come over time. */
export async function trainPartsAsync(
  texts: AsyncIterable<string> | Iterable<string>,
  options: TrainOptions,
): Promise<TokenizerParts> {
  const training = new Training(options);
  const workers = workerCount(options.workers ?? 1);
  if (workers > 1 && training.canCountInWorkers) {
    try {
      await training.addParallel(texts, workers);
      return training.finish();
    } catch (error) {
      if (!(error instanceof WorkersUnavailable)) throw error;
      giveNotice(error.message, options.onNotice);
    }
  }
  for await (const text of texts) training.add(text);
  return training.finish();
}

class Training {
  readonly #options: TrainOptions;
  readonly #parts: Omit<TokenizerParts, "model">;
  readonly #trainer: ModelTrainer;
  #count = 0;

  constructor(options: TrainOptions) {
    this.#options = options;
    const { vocabSize, minFrequency = 2, specialTokens = [], unknownToken = null } = options;
    checkCount("vocabSize", vocabSize, 1 << 23);
    checkCount("minFrequency", minFrequency, Number.MAX_SAFE_INTEGER);
    options.signal?.throwIfAborted();
    const decoder = options.decoder ?? (options.preTokenizer === undefined ? BYTE_LEVEL : null);
    this.#parts = {
      normalizer: readStage("normalizer", options.normalizer, readNormalizer),
      preTokenizer: readStage(
        "preTokenizer",
        options.preTokenizer === undefined ? BYTE_LEVEL : options.preTokenizer,
        readPreTokenizer,
      ),
      postProcessor: readStage("postProcessor", options.postProcessor, readPostProcessor),
      decoder: readStage("decoder", decoder, readDecoder),
      addedTokens: specialTokens.map((token) => makeAddedToken(token, true)),
      defaults: { truncation: undefined, padding: undefined },
    };
    this.#trainer = new ModelTrainer({
      vocabSize,
      minFrequency,
      specialTokens,
      normalizer: this.#parts.normalizer,
      preTokenizer: this.#parts.preTokenizer,
      model: {
        ...DEFAULT_MODEL_OPTIONS,
        unknownToken,
        continuingSubwordPrefix: options.continuingSubwordPrefix ?? null,
        endOfWordSuffix: options.endOfWordSuffix ?? null,
      },
    });
  }

  add(text: string): void {
    this.#trainer.add(text);
    if (++this.#count % TEXTS_PER_REPORT === 0) this.#report({ phase: "count", done: this.#count });
  }

  /** Whether the counting can be spread over workers. */
  get canCountInWorkers(): boolean {
    return this.#trainer.byteCounter !== undefined;
  }

  async addParallel(
    texts: AsyncIterable<string> | Iterable<string>,
    workers: number,
  ): Promise<void> {
    const { normalizer, preTokenizer } = this.#parts;
    await countInWorkers(texts, {
      workers,
      normalizer: normalizer?.toJSON() ?? null,
      preTokenizer: preTokenizer!.toJSON(),
      counter: this.#trainer.byteCounter!.pieces,
      onCount: (done) => this.#report({ phase: "count", done: this.#count = done }),
    });
  }

  finish(): TokenizerParts {
    const { vocabSize } = this.#options;
    this.#report({ phase: "count", done: this.#count });
    const model = this.#trainer.train((done) =>
      this.#report({ phase: "merge", done, total: vocabSize })
    );
    this.#report({ phase: "merge", done: model.ids.size, total: vocabSize });
    return { ...this.#parts, model };
  }

  #report(progress: TrainProgress): void {
    this.#options.signal?.throwIfAborted();
    this.#options.onProgress?.(progress);
  }
}

function readStage<T>(
  name: string,
  stage: Json | undefined,
  read: (json: JsonObject) => T,
): T | undefined {
  return stage === undefined || stage === null ? undefined : read(new JsonObject(stage, name));
}

function checkCount(name: string, value: number, limit: number): void {
  if (!Number.isInteger(value) || value < 0 || value > limit) {
    throw new RangeError(`${name}: expected a whole number from 0 to ${limit}, found ${value}`);
  }
}
