// BPE-dropout (Provilkov et al., 2020, https://arxiv.org/abs/1910.13267): each time a merge comes up it
// is skipped with some probability, so that one word is cut in different ways.

import { type MergeTable, NO_MERGE } from "./merge_table.ts";

/** A small generator of random numbers that can be seeded. */
export class SplitMix32 {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** The next number, from 0 to 1 (excluded). */
  next(): number {
    this.#state = this.#state + 0x9e3779b9 | 0;
    let mixed = this.#state ^ this.#state >>> 16;
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ mixed >>> 15) >>> 0) / 2 ** 32;
  }
}

/** Merges symbols, leaving each merge out with a probability; quadratic, and meant for words. */
export function mergeWithDropout(
  symbols: Int32Array,
  symbolWidths: Int32Array,
  merges: MergeTable,
  dropout: number,
  random: SplitMix32,
): { ids: Int32Array; widths: Int32Array } {
  const ids = Array.from(symbols), widths = Array.from(symbolWidths);
  for (;;) {
    let lowest = Infinity, at = -1, merged = 0;
    for (let i = 0; i + 1 < ids.length; i++) {
      const entry = merges.find(ids[i]!, ids[i + 1]!);
      if (entry === NO_MERGE || random.next() < dropout) continue;
      if (merges.rankAt(entry) < lowest) {
        lowest = merges.rankAt(entry);
        at = i;
        merged = merges.mergedAt(entry);
      }
    }
    if (at < 0) return { ids: Int32Array.from(ids), widths: Int32Array.from(widths) };
    ids.splice(at, 2, merged);
    widths.splice(at, 2, widths[at]! + widths[at + 1]!);
  }
}
