// Learns BPE merges from words and their counts: join the commonest pair of neighbours, count again,
// and so on until the vocabulary is full. Only the words in which a pair occurs are visited when it is
// joined. Ties go to the pair of lower ids, as in Hugging Face's trainer.

import { PairTable } from "./pair_table.ts";
import { OccurrenceQueue } from "./_occurrence_queue.ts";

/** The words of a corpus, as token ids; word `i` is `symbols[offsets[i]..offsets[i + 1])`. */
export interface Words {
  /** All words one after the other; used up by {@linkcode learnMerges}. */
  symbols: Int32Array;
  /** Where each word starts, and the end. */
  offsets: Int32Array;
  /** How often each word occurs. */
  counts: Float64Array;
}

/** Options of {@linkcode learnMerges}. */
export interface LearnMergesOptions {
  /** The words to learn from. */
  words: Words;
  /** The vocabulary to start with; a token's index is its id. New tokens are appended. */
  tokens: string[];
  /** Stop when the vocabulary has this size. */
  vocabSize: number;
  /** Stop when no pair occurs so often. */
  minFrequency: number;
  /** What the right token of a pair loses from its start when it is joined. */
  continuingSubwordPrefix?: string | undefined;
  /** Called now and then with the size of the vocabulary. */
  onMerge?: ((vocabularySize: number) => void) | undefined;
}

/** How many merges pass between two calls of `onMerge`. */
const MERGES_PER_REPORT = 256;

/** Learns merges, as triples (left id, right id, merged id) in the order in which they apply. */
export function learnMerges(options: LearnMergesOptions): Int32Array {
  const { words: { symbols, offsets, counts }, tokens, vocabSize, minFrequency } = options;
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const pairs = new PairTable();
  const queue = new OccurrenceQueue(pairs);
  const wordEnds = offsets.slice(1);
  for (let word = 0; word < counts.length; word++) {
    for (let i = offsets[word]!; i + 1 < wordEnds[word]!; i++) {
      const pair = pairs.indexOf(symbols[i]!, symbols[i + 1]!);
      pairs.counts[pair]! += counts[word]!;
      queue.note(pair, word);
    }
  }
  queue.flush();

  const merges: number[] = [];
  while (ids.size < vocabSize && queue.pop(Math.max(minFrequency, 1))) {
    const left = pairs.left[queue.pair]!, right = pairs.right[queue.pair]!;
    const token = joinTokens(tokens[left]!, tokens[right]!, options.continuingSubwordPrefix);
    let merged = ids.get(token);
    if (merged === undefined) {
      merged = tokens.length;
      tokens.push(token);
      ids.set(token, merged);
    }
    merges.push(left, right, merged);
    for (let i = queue.listStart; i < queue.listEnd; i++) {
      mergeInWord(queue.wordAt(i), left, right, merged);
    }
    queue.flush();
    if (merges.length % (3 * MERGES_PER_REPORT) === 0) options.onMerge?.(ids.size);
  }
  return Int32Array.from(merges);

  function mergeInWord(word: number, left: number, right: number, merged: number): void {
    const start = offsets[word]!, end = wordEnds[word]!, count = counts[word]!;
    let kept = start;
    for (let i = start; i < end; i++) {
      const symbol = symbols[i]!;
      if (symbol !== left || i + 1 >= end || symbols[i + 1] !== right) {
        symbols[kept++] = symbol;
        continue;
      }
      if (kept > start) {
        const before = symbols[kept - 1]!;
        pairs.counts[pairs.indexOf(before, left)]! -= count;
        addPair(before, merged, word, count);
      }
      if (i + 2 < end) {
        const after = symbols[i + 2]!;
        pairs.counts[pairs.indexOf(right, after)]! -= count;
        addPair(merged, after, word, count);
      }
      symbols[kept++] = merged;
      i++;
    }
    wordEnds[word] = kept;
  }

  function addPair(left: number, right: number, word: number, count: number): void {
    const pair = pairs.indexOf(left, right);
    pairs.counts[pair]! += count;
    queue.note(pair, word);
  }
}

function joinTokens(left: string, right: string, prefix: string | undefined): string {
  return left + (prefix && right.startsWith(prefix) ? right.slice(prefix.length) : right);
}
