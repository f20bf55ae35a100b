// Trains a byte-level BPE vocabulary: texts -> pieces -> counts -> merges.

import { BYTE_TO_CHARACTER } from "../byte_alphabet.ts";
import { learnMerges, type Words } from "./learn_merges.ts";
import type { PieceCounter } from "./piece_counter.ts";

/** Options of {@linkcode trainByteLevel}. */
export interface TrainByteLevelOptions {
  vocabSize: number;
  minFrequency: number;
  /** They get the first ids. */
  specialTokens: readonly string[];
  onMerge?: (vocabularySize: number) => void;
}

/** Learns a vocabulary from counted pieces; ids and ties are those of Hugging Face's trainer. */
export function trainByteLevel(
  counter: PieceCounter,
  options: TrainByteLevelOptions,
): { tokens: string[]; merges: Int32Array } {
  // The alphabet is sorted by the characters that stand for the bytes, and ties go by these ids.
  const tokens = [...new Set([...options.specialTokens, ...[...BYTE_TO_CHARACTER].sort()])];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const byteIds = Int32Array.from(BYTE_TO_CHARACTER, (character) => ids.get(character)!);
  const merges = learnMerges({ ...options, words: wordsOf(counter, byteIds), tokens });
  return { tokens, merges };
}

function wordsOf(counter: PieceCounter, byteIds: Int32Array): Words {
  const offsets = new Int32Array(counter.size + 1), counts = new Float64Array(counter.size);
  let symbols = new Int32Array(1 << 16);
  let word = 0, length = 0;
  counter.forEach((piece, count) => {
    if (length + piece.length > symbols.length) {
      const grown = new Int32Array((length + piece.length) * 2);
      grown.set(symbols);
      symbols = grown;
    }
    for (const byte of piece) symbols[length++] = byteIds[byte]!;
    counts[word++] = count;
    offsets[word] = length;
  });
  return { symbols, offsets, counts };
}
