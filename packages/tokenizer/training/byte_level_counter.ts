// Counts the pieces of texts for a byte-level model.

import type { Normalizer } from "../normalizers/normalizer.ts";
import { type ByteLevelPlan, planByteLevel } from "../pipeline/byte_level_plan.ts";
import { needsOrigin } from "../pipeline/needs_origin.ts";
import type { PreTokenizer } from "../pre_tokenizers/pre_tokenizer.ts";
import { AlignedText } from "../text/aligned_text.ts";
import { PieceCounter } from "./piece_counter.ts";

/** Takes in texts and counts their pieces. */
export class ByteLevelCounter {
  /** The pieces so far. */
  readonly pieces: PieceCounter;
  readonly #normalizer: Normalizer | undefined;
  readonly #plan: ByteLevelPlan;
  readonly #needsOrigin: boolean;

  private constructor(normalizer: Normalizer | undefined, plan: ByteLevelPlan) {
    this.#normalizer = normalizer;
    this.#needsOrigin = needsOrigin(normalizer, plan.before);
    this.#plan = plan;
    this.pieces = new PieceCounter(plan.scanPiece, plan.wordsArePieces);
  }

  /** A counter, if the pre-tokeniser is byte-level. */
  static create(
    normalizer: Normalizer | undefined,
    preTokenizer: PreTokenizer | undefined,
  ): ByteLevelCounter | undefined {
    const plan = planByteLevel(preTokenizer);
    return plan && new ByteLevelCounter(normalizer, plan);
  }

  /** Counts the pieces of a text. */
  add(text: string): void {
    const normalized = AlignedText.from(text.toWellFormed(), this.#needsOrigin);
    this.#normalizer?.normalize(normalized);
    for (const piece of this.#plan.before?.preTokenize([normalized]) ?? [normalized]) {
      this.#plan.byteLevel.prependSpace(piece);
      this.pieces.add(piece.text);
    }
  }
}
