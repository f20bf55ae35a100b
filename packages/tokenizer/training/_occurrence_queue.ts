// The trainer's priority queue: pairs, the commonest first, each with the words in which it was noted.
//
// A pair's count changes while it waits. An entry whose count is out of date when it comes up goes back
// with the right one, so nothing needs to be moved when counts change (which only makes them smaller:
// new occurrences make a new entry).

import { doubled, type PairTable } from "./pair_table.ts";

/** After `pop`: {@linkcode pair}, and its words from {@linkcode listStart} to {@linkcode listEnd}. */
export class OccurrenceQueue {
  /** The pair that was popped. */
  pair = 0;
  /** Where the words of the popped entry start. */
  listStart = 0;
  /** Where they end. */
  listEnd = 0;
  readonly #pairs: PairTable;
  // Entries: count when pushed, pair, and its slice of the pool of words.
  #counts = new Float64Array(1 << 14);
  #entryPair = new Int32Array(1 << 14);
  #listStart = new Int32Array(1 << 14);
  #listEnd = new Int32Array(1 << 14);
  #size = 0;
  #heap = new Int32Array(1 << 14);
  #heapSize = 0;
  #pool = new Int32Array(1 << 16);
  #poolSize = 0;
  // What was noted since the last flush, in order; and per pair how many words, and the last of them.
  #notedPair = new Int32Array(1 << 16);
  #notedWord = new Int32Array(1 << 16);
  #notedSize = 0;
  #wordCount = new Int32Array(1 << 14);
  #lastWord = new Int32Array(1 << 14);
  #cursor = new Int32Array(1 << 14);
  readonly #touched: number[] = [];

  constructor(pairs: PairTable) {
    this.#pairs = pairs;
  }

  /** Notes that a pair has come up in a word; the notes of one word come together. */
  note(pair: number, word: number): void {
    while (pair >= this.#wordCount.length) {
      this.#wordCount = doubled(this.#wordCount);
      this.#lastWord = doubled(this.#lastWord);
      this.#cursor = doubled(this.#cursor);
    }
    if (this.#wordCount[pair] === 0) this.#touched.push(pair);
    else if (this.#lastWord[pair] === word) return;
    this.#lastWord[pair] = word;
    this.#wordCount[pair]!++;
    if (this.#notedSize === this.#notedPair.length) {
      this.#notedPair = doubled(this.#notedPair);
      this.#notedWord = doubled(this.#notedWord);
    }
    this.#notedPair[this.#notedSize] = pair;
    this.#notedWord[this.#notedSize++] = word;
  }

  /** Makes one entry of what was noted of each pair. */
  flush(): void {
    while (this.#poolSize + this.#notedSize > this.#pool.length) this.#pool = doubled(this.#pool);
    for (const pair of this.#touched) {
      this.#cursor[pair] = this.#poolSize;
      this.#poolSize += this.#wordCount[pair]!;
    }
    for (let i = 0; i < this.#notedSize; i++) {
      this.#pool[this.#cursor[this.#notedPair[i]!]!++] = this.#notedWord[i]!;
    }
    for (const pair of this.#touched) {
      const end = this.#cursor[pair]!;
      const count = this.#pairs.counts[pair]!;
      if (count > 0) this.#push(pair, count, end - this.#wordCount[pair]!, end);
      this.#wordCount[pair] = 0;
    }
    this.#touched.length = 0;
    this.#notedSize = 0;
  }

  /** The word at a place between {@linkcode listStart} and {@linkcode listEnd}. */
  wordAt(place: number): number {
    return this.#pool[place]!;
  }

  /** Takes the commonest pair; false when none occurs at least `minCount` times. */
  pop(minCount: number): boolean {
    while (this.#heapSize > 0) {
      const entry = this.#heap[0]!;
      const count = this.#pairs.counts[this.#entryPair[entry]!]!;
      if (count !== this.#counts[entry]) {
        this.#counts[entry] = count;
        this.#siftDown(entry);
        continue;
      }
      if (count < minCount) return false;
      this.pair = this.#entryPair[entry]!;
      this.listStart = this.#listStart[entry]!;
      this.listEnd = this.#listEnd[entry]!;
      const last = this.#heap[--this.#heapSize]!;
      if (this.#heapSize > 0) this.#siftDown(last);
      return true;
    }
    return false;
  }

  #push(pair: number, count: number, listStart: number, listEnd: number): void {
    if (this.#size === this.#entryPair.length) {
      this.#entryPair = doubled(this.#entryPair);
      this.#listStart = doubled(this.#listStart);
      this.#listEnd = doubled(this.#listEnd);
      const counts = new Float64Array(this.#size * 2);
      counts.set(this.#counts);
      this.#counts = counts;
    }
    const entry = this.#size++;
    this.#counts[entry] = count;
    this.#entryPair[entry] = pair;
    this.#listStart[entry] = listStart;
    this.#listEnd[entry] = listEnd;
    if (this.#heapSize === this.#heap.length) this.#heap = doubled(this.#heap);
    const heap = this.#heap;
    let at = this.#heapSize++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#comesBefore(entry, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  /** Puts an entry at the root and lets it sink. */
  #siftDown(entry: number): void {
    const heap = this.#heap, size = this.#heapSize;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#comesBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!this.#comesBefore(heap[child]!, entry)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = entry;
  }

  #comesBefore(one: number, other: number): boolean {
    const counts = this.#counts;
    if (counts[one] !== counts[other]) return counts[one]! > counts[other]!;
    const pair = this.#entryPair[one]!, otherPair = this.#entryPair[other]!;
    const { left, right } = this.#pairs;
    return left[pair] !== left[otherPair]
      ? left[pair]! < left[otherPair]!
      : right[pair]! < right[otherPair]!;
  }
}
