// A hash table from pieces (short byte strings) to integers, in flat arrays. It is the cache of the
// encoder and the counter of the trainer.

/** Integers per slot (hashes are shifted by 2 for it): two words of key, its length (0: free), a value. */
const STRIDE = 4;

// The bytes of a key shorter than 8 that count, as masks of its two little-endian words.
const FIRST_MASK = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1);
const SECOND_MASK = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xffffff, -1);

/** How many bytes must be readable after the end of a piece. */
export const SLACK = 8;

/**
 * Pieces of up to 8 bytes are kept in the slot itself, as two words; of a longer one the slot holds the
 * hash and the place in a pool of bytes.
 */
export class PieceTable {
  /** How many pieces the table holds. */
  size = 0;
  #slots: Int32Array;
  #mask: number;
  #pool: Uint8Array = new Uint8Array(1 << 16);
  #poolSize = 0;
  // What a failed find() has worked out, for the insert() that follows.
  #freeSlot = 0;
  #first = 0;
  #second = 0;

  constructor(capacity: number = 1 << 14) {
    this.#slots = new Int32Array(capacity * STRIDE);
    this.#mask = capacity * STRIDE - 1;
  }

  /** The bytes that the table occupies. */
  get byteLength(): number {
    return this.#slots.byteLength + this.#pool.byteLength;
  }

  /**
   * The slot of the piece `bytes[start..start+length)`, or -1.
   *
   * @param view Over the same memory as `bytes`, with {@linkcode SLACK} bytes after the piece.
   */
  find(bytes: Uint8Array, view: DataView, start: number, length: number): number {
    return length <= 8
      ? this.findShort(view, start, length)
      : this.#findLong(bytes, view, start, length);
  }

  /** The same for a piece of up to 8 bytes; small enough to be inlined where it is called. */
  findShort(view: DataView, start: number, length: number): number {
    const slots = this.#slots, mask = this.#mask;
    const first = view.getInt32(start, true) & FIRST_MASK[length]!;
    const second = view.getInt32(start + 4, true) & SECOND_MASK[length]!;
    let slot = (hashWords(first, second, length) << 2) & mask;
    for (;;) {
      const slotLength = slots[slot + 2];
      if (slotLength === length && slots[slot] === first && slots[slot + 1] === second) return slot;
      if (slotLength === 0) {
        this.#freeSlot = slot;
        this.#first = first;
        this.#second = second;
        return -1;
      }
      slot = (slot + STRIDE) & mask;
    }
  }

  #findLong(bytes: Uint8Array, view: DataView, start: number, length: number): number {
    const slots = this.#slots, mask = this.#mask;
    const hash = hashBytes(view, start, length);
    let slot = (hash << 2) & mask;
    for (;;) {
      const slotLength = slots[slot + 2];
      if (
        slotLength === length && slots[slot] === hash &&
        this.#poolEquals(slots[slot + 1]!, bytes, start, length)
      ) return slot;
      if (slotLength === 0) {
        this.#freeSlot = slot;
        this.#first = hash;
        return -1;
      }
      slot = (slot + STRIDE) & mask;
    }
  }

  /** The value in a slot that {@linkcode find} gave; no insertion may have come between. */
  valueAt(slot: number): number {
    return this.#slots[slot + 3]!;
  }

  /** Adds the piece that the last {@linkcode find} did not find. */
  insert(bytes: Uint8Array, start: number, length: number, value: number): void {
    const slots = this.#slots, slot = this.#freeSlot;
    slots[slot] = this.#first;
    slots[slot + 1] = length <= 8 ? this.#second : this.#store(bytes, start, length);
    slots[slot + 2] = length;
    slots[slot + 3] = value;
    if (++this.size * STRIDE * 2 > this.#mask) this.#grow();
  }

  /** Calls `visit` with the bytes and the value of each piece, in no particular order. */
  forEach(visit: (piece: Uint8Array, value: number) => void): void {
    const slots = this.#slots;
    const short = new Uint8Array(8), view = new DataView(short.buffer);
    for (let slot = 0; slot < slots.length; slot += STRIDE) {
      const length = slots[slot + 2]!;
      if (length === 0) continue;
      if (length <= 8) {
        view.setInt32(0, slots[slot]!, true);
        view.setInt32(4, slots[slot + 1]!, true);
        visit(short.subarray(0, length), slots[slot + 3]!);
      } else {
        const place = slots[slot + 1]!;
        visit(this.#pool.subarray(place, place + length), slots[slot + 3]!);
      }
    }
  }

  #poolEquals(place: number, bytes: Uint8Array, start: number, length: number): boolean {
    const pool = this.#pool;
    for (let i = 0; i < length; i++) if (pool[place + i] !== bytes[start + i]) return false;
    return true;
  }

  #store(bytes: Uint8Array, start: number, length: number): number {
    const place = this.#poolSize;
    if (place + length > this.#pool.length) {
      const pool = new Uint8Array(Math.max(this.#pool.length * 2, place + length));
      pool.set(this.#pool);
      this.#pool = pool;
    }
    this.#pool.set(bytes.subarray(start, start + length), place);
    this.#poolSize += length;
    return place;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2), mask = slots.length - 1;
    for (let from = 0; from < old.length; from += STRIDE) {
      const length = old[from + 2]!;
      if (length === 0) continue;
      const hash = length <= 8 ? hashWords(old[from]!, old[from + 1]!, length) : old[from]!;
      let slot = (hash << 2) & mask;
      while (slots[slot + 2] !== 0) slot = (slot + STRIDE) & mask;
      slots[slot] = old[from]!;
      slots[slot + 1] = old[from + 1]!;
      slots[slot + 2] = length;
      slots[slot + 3] = old[from + 3]!;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}

function hashWords(first: number, second: number, length: number): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ length;
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ hash >>> 13;
}

function hashBytes(view: DataView, start: number, length: number): number {
  let hash = length;
  let position = start;
  const end = start + length;
  for (; position + 4 <= end; position += 4) {
    hash = Math.imul(hash ^ view.getInt32(position, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(
    hash ^ (view.getInt32(position, true) & FIRST_MASK[end - position]!),
    0x85ebca6b,
  );
  return hash ^ hash >>> 15;
}
