/**
 * A small seeded generator of random numbers, for everything that must come out the same again.
 *
 * The generator is xoshiro128** of David Blackman and Sebastiano Vigna
 * (https://prng.di.unimi.it/xoshiro128starstar.c, public domain), started with the 32-bit
 * finaliser of MurmurHash3 over a Weyl sequence, as SplitMix does for 64 bits. It is no good for
 * secrets.
 * @module
 */

/** A position in the sequence of a {@linkcode SeededRandom}: four unsigned 32-bit integers. */
export type SeededRandomState = [number, number, number, number];

/**
 * Random numbers that depend on a seed and a stream alone.
 *
 * @example Usage
 * ```ts
 * import { SeededRandom } from "@sluice/data";
 * import { assertEquals } from "@std/assert";
 *
 * const random = new SeededRandom(7);
 * const die = random.integer(6) + 1;
 * assertEquals(new SeededRandom(7).integer(6) + 1, die);
 * ```
 */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /**
   * Starts a sequence.
   *
   * @param seed Any safe integer.
   * @param stream A safe integer that tells apart sequences of the same seed, such as an epoch.
   * @throws {RangeError} Where either is not a safe integer.
   */
  constructor(seed: number, stream = 0) {
    let hash = 0;
    for (const [name, value] of [["seed", seed], ["stream", stream]] as const) {
      if (!Number.isSafeInteger(value)) {
        throw new RangeError(`a random ${name} must be an integer, but is ${value}`);
      }
      hash = mix(hash ^ (value | 0));
      hash = mix(hash ^ Math.floor(value / 2 ** 32));
    }
    const state = [0, 0, 0, 0].map(() => {
      hash = (hash + 0x9e3779b9) | 0;
      return mix(hash);
    });
    [this.#a, this.#b, this.#c, this.#d] = state as SeededRandomState;
  }

  /** The next number: an unsigned 32-bit integer. */
  uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotateLeft(this.#d, 11);
    return result;
  }

  /** A number from 0, included, to 1, excluded, with 53 random bits. */
  float(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /**
   * An integer from 0, included, to `bound`, excluded, each as likely as the others.
   *
   * @param bound An integer from 1 to 2 ** 32.
   * @throws {RangeError} Where the bound is out of that range.
   */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) {
      throw new RangeError(`the bound of a random integer must be 1 to 2 ** 32, but is ${bound}`);
    }
    // Numbers above the last whole multiple of the bound would favour the small results.
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let number = this.uint32();
    while (number >= limit) number = this.uint32();
    return number % bound;
  }

  /**
   * One element of an array, each as likely as the others.
   *
   * @param items What to choose from.
   * @throws {RangeError} Where there is nothing to choose from.
   */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(items.length)] as T;
  }

  /**
   * Brings an array into a random order, in place (Fisher and Yates), and returns it.
   *
   * @param items An array or typed array.
   */
  shuffle<T extends { readonly length: number; [index: number]: unknown }>(items: T): T {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const item = items[last];
      items[last] = items[other];
      items[other] = item;
    }
    return items;
  }

  /** The position in the sequence, to be given to {@linkcode setState}. */
  getState(): SeededRandomState {
    return [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0];
  }

  /**
   * Goes to a position in the sequence.
   *
   * @param state What {@linkcode getState} returned; not all of it zero.
   */
  setState(state: SeededRandomState): void {
    if (state.every((word) => word === 0)) {
      throw new RangeError("the state of a random generator must not be all zero");
    }
    [this.#a, this.#b, this.#c, this.#d] = state;
  }
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
