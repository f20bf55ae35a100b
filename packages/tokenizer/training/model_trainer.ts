// Trains a BPE model: texts -> pieces -> counts -> merges.

import { BpeModel, type BpeModelOptions } from "../model/bpe_model.ts";
import type { Normalizer } from "../normalizers/normalizer.ts";
import { planByteLevel } from "../pipeline/byte_level_plan.ts";
import type { PreTokenizer } from "../pre_tokenizers/pre_tokenizer.ts";
import { AlignedText } from "../text/aligned_text.ts";
import { learnMerges } from "./learn_merges.ts";
import { PieceCounter } from "./piece_counter.ts";
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
  readonly #options: ModelTrainerOptions;
  readonly #addText: (text: string) => void;
  readonly #byteCounter: PieceCounter | undefined;
  readonly #counts = new Map<string, number>();

  constructor(options: ModelTrainerOptions) {
    this.#options = options;
    const { normalizer, preTokenizer, model } = options;
    const isPlain = model.continuingSubwordPrefix === null && model.endOfWordSuffix === null;
    const plan = isPlain ? planByteLevel(preTokenizer) : undefined;
    if (plan === undefined) {
      this.#addText = (text) => {
        const normalized = AlignedText.from(text, false);
        normalizer?.normalize(normalized);
        for (const { text } of preTokenizer?.preTokenize([normalized]) ?? [normalized]) {
          if (text !== "") this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
        }
      };
      return;
    }
    const counter = this.#byteCounter = new PieceCounter(plan.scanPiece, plan.wordsArePieces);
    this.#addText = (text) => {
      const normalized = AlignedText.from(text, false);
      normalizer?.normalize(normalized);
      for (const piece of plan.before?.preTokenize([normalized]) ?? [normalized]) {
        plan.byteLevel.prependSpace(piece);
        counter.add(piece.text);
      }
    };
  }

  /** Counts the pieces of a text. */
  add(text: string): void {
    this.#addText(this.#byteCounter === undefined ? text.toWellFormed() : text);
  }

  /** Learns from what was counted. */
  train(onMerge: (vocabularySize: number) => void): BpeModel {
    const { vocabSize, minFrequency, model } = this.#options;
    const tokens = [...new Set(this.#options.specialTokens)];
    const words = this.#byteCounter === undefined
      ? characterWords(this.#counts, tokens, model)
      : byteWords(this.#byteCounter, tokens);
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
