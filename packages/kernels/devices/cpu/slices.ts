/**
 * How sums over a batch are shared between threads.
 *
 * @module
 */

/**
 * Sums of weight gradients are kept in this many parts, whatever the number of threads: that many threads can
 * share a sum, and its order never changes.
 */
export const SLICES = 8;
