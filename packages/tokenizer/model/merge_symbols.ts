// The merge loop of BPE: while a pair of neighbours has a merge, apply the one of lowest rank, the
// leftmost first.

import { type MergeTable, NO_MERGE } from "./merge_table.ts";
import { RankQueue } from "./_rank_queue.ts";

/** From this length on the queue is faster than looking for the minimum again after each merge. */
const QUEUE_FROM = 64;
const NO_RANK = 0x7fffffff;

/** Merges symbols in place; keeps its scratch memory from call to call. */
export class SymbolMerger {
  /** After {@linkcode merge}: how many of the symbols before are in each of those that are left. */
  widths: Int32Array = new Int32Array(QUEUE_FROM);
  // Per symbol: the rank of the merge with the next one, and what it makes.
  #ranks = new Int32Array(QUEUE_FROM);
  #mergedIds = new Int32Array(QUEUE_FROM);
  #queue: RankQueue | undefined;
  #previous = new Int32Array(0);
  #next = new Int32Array(0);
  readonly #merges: MergeTable;
  readonly #tracksWidths: boolean;

  /** @param tracksWidths Whether {@linkcode widths} are wanted; they cost a little. */
  constructor(merges: MergeTable, tracksWidths: boolean) {
    this.#merges = merges;
    this.#tracksWidths = tracksWidths;
  }

  /** Merges the first `count` of `symbols`; returns how many are left. */
  merge(symbols: Int32Array, count: number): number {
    return count < QUEUE_FROM ? this.#mergeShort(symbols, count) : this.#mergeLong(symbols, count);
  }

  /** Looks for the lowest rank among all neighbours: quadratic, and quickest for a word. */
  #mergeShort(symbols: Int32Array, count: number): number {
    const ranks = this.#ranks, mergedIds = this.#mergedIds;
    const widths = this.#tracksWidths ? this.widths : undefined;
    widths?.fill(1, 0, count);
    for (let i = 0; i + 1 < count; i++) this.#lookUp(i, symbols[i]!, symbols[i + 1]!);
    while (count > 1) {
      let lowest = NO_RANK, at = -1;
      for (let i = 0; i < count - 1; i++) {
        const rank = ranks[i]!;
        if (rank < lowest) {
          lowest = rank;
          at = i;
        }
      }
      if (at < 0) break;
      symbols[at] = mergedIds[at]!;
      count--;
      for (let i = at + 1; i < count; i++) {
        symbols[i] = symbols[i + 1]!;
        ranks[i] = ranks[i + 1]!;
        mergedIds[i] = mergedIds[i + 1]!;
      }
      if (widths !== undefined) {
        widths[at]! += widths[at + 1]!;
        widths.copyWithin(at + 1, at + 2, count + 1);
      }
      if (at > 0) this.#lookUp(at - 1, symbols[at - 1]!, symbols[at]!);
      if (at < count - 1) this.#lookUp(at, symbols[at]!, symbols[at + 1]!);
    }
    return count;
  }

  /** Notes what the symbol at an index and the next one make. */
  #lookUp(index: number, left: number, right: number): void {
    const entry = this.#merges.find(left, right);
    if (entry === NO_MERGE) this.#ranks[index] = NO_RANK;
    else {
      this.#ranks[index] = this.#merges.rankAt(entry);
      this.#mergedIds[index] = this.#merges.mergedAt(entry);
    }
  }

  /** Keeps the candidates in a queue and the symbols in a linked list. */
  #mergeLong(symbols: Int32Array, count: number): number {
    const merges = this.#merges;
    const queue = this.#queue ??= new RankQueue(merges.rankCount);
    if (this.#next.length < count) {
      this.#next = new Int32Array(count * 2);
      this.#previous = new Int32Array(count * 2);
      this.widths = new Int32Array(count * 2);
    }
    const next = this.#next, previous = this.#previous;
    for (let i = 0; i < count; i++) {
      previous[i] = i - 1;
      next[i] = i + 1;
      if (i + 1 < count) {
        const entry = merges.find(symbols[i]!, symbols[i + 1]!);
        if (entry !== NO_MERGE) queue.push(merges.rankAt(entry), i);
      }
    }
    while (queue.pop()) {
      const at = queue.position;
      const right = next[at]!;
      if (right >= count || right === DEAD) continue;
      const entry = merges.find(symbols[at]!, symbols[right]!);
      // The queue keeps candidates whose symbols have changed since.
      if (entry === NO_MERGE || merges.rankAt(entry) !== queue.rank) continue;
      const merged = merges.mergedAt(entry);
      symbols[at] = merged;
      const after = next[right]!;
      next[at] = after;
      next[right] = DEAD;
      const before = previous[at]!;
      if (before >= 0) {
        const entry = merges.find(symbols[before]!, merged);
        if (entry !== NO_MERGE) queue.push(merges.rankAt(entry), before);
      }
      if (after < count) {
        previous[after] = at;
        const entry = merges.find(merged, symbols[after]!);
        if (entry !== NO_MERGE) queue.push(merges.rankAt(entry), at);
      }
    }
    let kept = 0;
    for (let i = 0; i < count; i = next[i]!) {
      this.widths[kept] = next[i]! - i;
      symbols[kept++] = symbols[i]!;
    }
    return kept;
  }
}

/** In the linked list, the successor of a symbol that was merged away. */
const DEAD = -1;
