/**
 * The counter-based random number generator Philox 4x32 with ten rounds (Salmon, Moraes, Dror and Shaw 2011,
 * "Parallel random numbers: as easy as 1, 2, 3"): the kernel's twin in assembly/dropout.ts.
 *
 * @module
 */

/** Four 32-bit words from a counter of four and a key of two. */
export function philox(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [key0, key1] = key;
  for (let round = 0; round < 10; round++) {
    const product0 = 0xD2511F53n * BigInt(c0 >>> 0), product1 = 0xCD9E8D57n * BigInt(c2 >>> 0);
    c0 = Number(product1 >> 32n) ^ c1 ^ key0;
    c1 = Number(product1 & 0xFFFFFFFFn);
    c2 = Number(product0 >> 32n) ^ c3 ^ key1;
    c3 = Number(product0 & 0xFFFFFFFFn);
    key0 = key0 + 0x9E3779B9 | 0;
    key1 = key1 + 0xBB67AE85 | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/** The two 32-bit words of a whole number from 0 to 2^53 - 1, low word first. */
export function wordsOf(value: number): [number, number] {
  return [value >>> 0, Math.floor(value / 2 ** 32)];
}
