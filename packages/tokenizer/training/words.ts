// Counted pieces as words of token ids, for learnMerges; and the alphabet that the vocabulary starts with.

import { BYTE_TO_CHARACTER } from "../byte_alphabet.ts";
import { IdBuffer } from "../byte_level/id_buffer.ts";
import type { BpeModelOptions } from "../model/bpe_model.ts";
import type { Words } from "./learn_merges.ts";
import type { PieceCounter } from "./piece_counter.ts";

/** Words of bytes. Appends the alphabet to `tokens`, sorted by character: ties go by these ids. */
export function byteWords(counter: PieceCounter, tokens: string[]): Words {
  const ids = addTokens(tokens, [...BYTE_TO_CHARACTER].sort());
  const byteIds = BYTE_TO_CHARACTER.map((character) => ids.get(character)!);
  const words = new WordList(counter.size);
  counter.forEach((piece, count) => {
    words.start(count);
    for (const byte of piece) words.symbols.push(byteIds[byte]!);
  });
  return words.finish();
}

/** Words of characters. Appends the characters to `tokens`, and those with prefix or suffix. */
export function characterWords(
  counts: ReadonlyMap<string, number>,
  tokens: string[],
  options: BpeModelOptions,
): Words {
  const { continuingSubwordPrefix: prefix, endOfWordSuffix: suffix } = options;
  const alphabet = new Set<string>();
  for (const word of counts.keys()) for (const character of word) alphabet.add(character);
  const ids = addTokens(
    tokens,
    [...alphabet].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!),
  );
  const words = new WordList(counts.size);
  for (const [word, count] of counts) {
    words.start(count);
    const characters = [...word];
    characters.forEach((character, i) => {
      let token = i > 0 && prefix !== null ? prefix + character : character;
      if (i === characters.length - 1 && suffix !== null) token += suffix;
      let id = ids.get(token);
      if (id === undefined) {
        id = tokens.length;
        tokens.push(token);
        ids.set(token, id);
      }
      words.symbols.push(id);
    });
  }
  return words.finish();
}

function addTokens(tokens: string[], more: readonly string[]): Map<string, number> {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  for (const token of more) {
    if (ids.has(token)) continue;
    ids.set(token, tokens.length);
    tokens.push(token);
  }
  return ids;
}

class WordList {
  readonly symbols = new IdBuffer();
  readonly #offsets: Int32Array;
  readonly #counts: Float64Array;
  #size = 0;

  constructor(size: number) {
    this.#offsets = new Int32Array(size + 1);
    this.#counts = new Float64Array(size);
  }

  start(count: number): void {
    this.#offsets[this.#size] = this.symbols.length;
    this.#counts[this.#size++] = count;
  }

  finish(): Words {
    this.#offsets[this.#size] = this.symbols.length;
    return { symbols: this.symbols.take(), offsets: this.#offsets, counts: this.#counts };
  }
}
