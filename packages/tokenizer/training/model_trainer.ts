// Trains a BPE model: texts -> pieces -> counts -> merges.

import { BpeModel, type BpeModelOptions, hasAffixes } from "../model/bpe_model.ts";
import type { Normalizer } from "../normalizers/normalizer.ts";
import { needsOrigin } from "../pipeline/needs_origin.ts";
import type { PreTokenizer } from "../pre_tokenizers/pre_tokenizer.ts";
import { AlignedText } from "../text/aligned_text.ts";
import { learnMerges } from "./learn_merges.ts";
import { ByteLevelCounter } from "./byte_level_counter.ts";
import { byteWords, characterWords } from "./words.ts";

/** Options of a {@linkcode ModelTrainer}. */
export interface ModelTrainerOptions {
  vocabSize: number;
  minFrequency: number;
  /** They get the first ids. */
  specialTokens: readonly string[];
  normalizer: Normalizer | undefined;
  preTokenizer: PreTokenizer | undefined;
  model: BpeModelOptions;
}

/** Takes in texts one at a time, then learns a model. */
export class ModelTrainer {
  /** Counts in bytes, for byte-level models. */
  readonly byteCounter: ByteLevelCounter | undefined;
  readonly #options: ModelTrainerOptions;
  readonly #counts = new Map<string, number>();

  constructor(options: ModelTrainerOptions) {
    this.#options = options;
    if (!hasAffixes(options.model)) {
      this.byteCounter = ByteLevelCounter.create(options.normalizer, options.preTokenizer);
    }
  }

  /** Counts the pieces of a text. */
  add(text: string): void {
    if (this.byteCounter !== undefined) {
      this.byteCounter.add(text);
      return;
    }
    const { normalizer, preTokenizer } = this.#options;
    const aligned = needsOrigin(normalizer, preTokenizer);
    const normalized = AlignedText.from(text.toWellFormed(), aligned);
    normalizer?.normalize(normalized);
    for (const { text } of preTokenizer?.preTokenize([normalized]) ?? [normalized]) {
      if (text !== "") this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
    }
  }

  /** Learns from what was counted. */
  train(onMerge: (vocabularySize: number) => void): BpeModel {
    const { vocabSize, minFrequency, model } = this.#options;
    const tokens = [...new Set(this.#options.specialTokens)];
    const words = this.byteCounter === undefined
      ? characterWords(this.#counts, tokens, model)
      : byteWords(this.byteCounter.pieces, tokens);
    const merges = learnMerges({
      words,
      tokens,
      vocabSize,
      minFrequency,
      continuingSubwordPrefix: model.continuingSubwordPrefix ?? undefined,
      onMerge,
    });
    return new BpeModel(new Map(tokens.map((token, id) => [token, id])), merges, model);
  }
}
