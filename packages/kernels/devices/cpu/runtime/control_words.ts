/**
 * The words of the control block, through which the main thread and the workers speak; see thread_pool.ts.
 *
 * @module
 */

/** Raised by the main thread when there is something to run. */
export const GENERATION = 0;
/** The number of the kernel to run. */
export const KERNEL = 1;
/** The address of its task. */
export const TASK = 2;
/** The number of threads that run it. */
export const THREADS = 3;
/** Where the words of the first worker start, and how many there are between workers: a cache line. */
export const FIRST_ANSWER = 16;
export const ANSWER_STRIDE = 16;
/** After its answer: 1 where the kernel threw. */
export const FAILED = 1;
/** After its answer: the generation that it has begun. */
export const BEGUN = 2;

/** A kernel's number that tells workers to end. */
export const STOP = -1;
