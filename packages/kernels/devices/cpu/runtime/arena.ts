/**
 * Parts of one scratch block.
 *
 * @module
 */

/** Cuts consecutive blocks off one scratch block: first measure, then place. */
export class Arena {
  #offset = 0;

  /** The offset of a new part of this many bytes. */
  take(bytes: number): number {
    const offset = this.#offset;
    this.#offset += Math.ceil(bytes / 64) * 64;
    return offset;
  }

  /** Bytes taken so far. */
  get bytes(): number {
    return this.#offset;
  }
}
