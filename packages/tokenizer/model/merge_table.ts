// The merges of a BPE model: pair of token ids -> rank and the id of the merged token.

/** What {@linkcode MergeTable.find} returns for a pair that does not merge. */
export const NO_MERGE = -1;

/** Integers per slot: left id (-1: free), right id, rank, merged id. */
const STRIDE = 4;

/** An open-addressing table in one Int32Array. */
export class MergeTable {
  /** The ranks run from 0 to this, excluded. */
  readonly rankCount: number;
  readonly #slots: Int32Array;
  readonly #mask: number;

  /**
   * @param merges Triples (left id, right id, merged id), in the order of their ranks.
   * @param ranks The rank of each merge, where some are equal; ascending.
   */
  constructor(merges: Int32Array, ranks?: Int32Array) {
    const count = merges.length / 3;
    this.rankCount = ranks === undefined ? count : (ranks.at(-1) ?? -1) + 1;
    let capacity = 4;
    while (capacity < count * 2.5) capacity *= 2;
    this.#mask = capacity * STRIDE - 1;
    const slots = this.#slots = new Int32Array(capacity * STRIDE).fill(-1);
    for (let i = 0; i < count; i++) {
      const left = merges[i * 3]!, right = merges[i * 3 + 1]!;
      let slot = this.#firstSlot(left, right);
      while (slots[slot] !== -1 && !(slots[slot] === left && slots[slot + 1] === right)) {
        slot = (slot + STRIDE) & this.#mask;
      }
      // A pair that is listed twice keeps its later rank, as a map would.
      slots[slot] = left;
      slots[slot + 1] = right;
      slots[slot + 2] = ranks?.[i] ?? i;
      slots[slot + 3] = merges[i * 3 + 2]!;
    }
  }

  /** The entry of a pair, for {@linkcode rankAt} and {@linkcode mergedAt}, or {@linkcode NO_MERGE}. */
  find(left: number, right: number): number {
    const slots = this.#slots, mask = this.#mask;
    let slot = this.#firstSlot(left, right);
    for (;;) {
      const slotLeft = slots[slot];
      if (slotLeft === left && slots[slot + 1] === right) return slot;
      if (slotLeft === -1) return NO_MERGE;
      slot = (slot + STRIDE) & mask;
    }
  }

  /** The rank of an entry; lower ranks merge first. */
  rankAt(entry: number): number {
    return this.#slots[entry + 2]!;
  }

  /** The id of the token that an entry's pair merges into. */
  mergedAt(entry: number): number {
    return this.#slots[entry + 3]!;
  }

  #firstSlot(left: number, right: number): number {
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    hash ^= hash >>> 15;
    return (hash << 2) & this.#mask;
  }
}
