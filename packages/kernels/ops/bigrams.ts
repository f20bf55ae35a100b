/**
 * Bigrams of token ids as rows of a table: the hashing trick of fastText (Joulin et al. 2016).
 *
 * @module
 */

/** The most buckets: below it, the product of a hash and the buckets is exact in a number. */
export const MOST_BIGRAM_BUCKETS = 2 ** 21;

/**
 * The bucket of two neighbouring ids, 0 to below `buckets`.
 *
 * fastText takes the remainder of `hash(first) * 116049371 + hash(second)`. Token ids are small numbers in
 * a row, not hashes, so here Murmur3's finalizer mixes `first * 0x9e3779b1 + second`; the bucket is the
 * result's place among all 32-bit numbers, in proportion.
 *
 * @param first The id of a token.
 * @param second The id of the one that follows it.
 * @param buckets At most {@linkcode MOST_BIGRAM_BUCKETS}.
 */
export function bigramBucket(first: number, second: number, buckets: number): number {
  let hash = Math.imul(first, 0x9e3779b1) + second | 0;
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return Math.floor((hash >>> 0) * buckets / 2 ** 32);
}
