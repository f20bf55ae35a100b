// Pairs of neighbouring tokens, numbered in the order in which they come up.

/** An open-addressing table from (left, right) to an index, with a count per index. */
export class PairTable {
  /** The left token of each pair. */
  left: Int32Array = new Int32Array(1 << 14);
  /** The right token of each pair. */
  right: Int32Array = new Int32Array(1 << 14);
  /** How often each pair occurs now. */
  counts: Float64Array = new Float64Array(1 << 14);
  /** How many pairs there are. */
  size = 0;
  // Index + 1 of the pair in each slot; 0 is free.
  #slots = new Int32Array(1 << 16);

  /** The index of a pair, which is added if it is new. */
  indexOf(left: number, right: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashPair(left, right) & mask;
    for (;;) {
      const index = this.#slots[slot]! - 1;
      if (index < 0) return this.#add(left, right, slot);
      if (this.left[index] === left && this.right[index] === right) return index;
      slot = (slot + 1) & mask;
    }
  }

  #add(left: number, right: number, slot: number): number {
    const index = this.size++;
    if (index === this.left.length) {
      this.left = doubled(this.left);
      this.right = doubled(this.right);
      const counts = new Float64Array(index * 2);
      counts.set(this.counts);
      this.counts = counts;
    }
    this.left[index] = left;
    this.right[index] = right;
    this.#slots[slot] = index + 1;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return index;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2), mask = slots.length - 1;
    for (let index = 0; index < this.size; index++) {
      let slot = hashPair(this.left[index]!, this.right[index]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }
}

function hashPair(left: number, right: number): number {
  let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 15, 0x2c1b3c6d);
  return hash ^ hash >>> 13;
}

/** A copy of twice the length. */
export function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(array.length * 2);
  copy.set(array);
  return copy;
}
