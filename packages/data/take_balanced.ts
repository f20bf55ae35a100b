/**
 * Drawing a smaller dataset that holds as many examples of each class.
 * @module
 */
import type { Example } from "./example.ts";
import { checkSize, drawExamples, placesByClass } from "./_draw_examples.ts";

/**
 * Draws examples by chance, as many of each class. Where the size is no multiple of the number of
 * classes, the last classes get one more: of an odd number of negative and positive examples, the
 * positive ones. With the same seed, a smaller draw is part of every larger one.
 *
 * @param examples What to draw from. It is left as it is.
 * @param size How many to draw.
 * @param seed Any integer.
 * @returns The drawn examples, in the order they had.
 * @throws {RangeError} Where the size is not a positive integer, or a class has not enough
 * examples; the message says how many can be drawn.
 *
 * @example Usage
 * ```ts
 * import { loadDataset, takeBalanced } from "@sluice/data";
 * import { assertEquals } from "@std/assert";
 *
 * const { train } = await loadDataset("sample");
 * const few = takeBalanced(train, 100, 42);
 * assertEquals(few.filter((example) => example.label === 1).length, 50);
 * ```
 */
export function takeBalanced(examples: readonly Example[], size: number, seed: number): Example[] {
  checkSize(size);
  const classes = placesByClass(examples);
  const counts = classes.map((places) => places.length);
  const wanted = counts.map((_, label) => Math.floor((size + label) / counts.length));
  if (wanted.some((count, label) => count > (counts[label] as number))) {
    throw new RangeError(
      `cannot draw ${size} balanced examples from classes of ${listOf(counts)}: ` +
        `the most that can be drawn is ${mostBalanced(counts)}`,
    );
  }
  return drawExamples(examples, classes, wanted, seed);
}

/** The greatest size for which every class has enough. */
function mostBalanced(counts: readonly number[]): number {
  const least = Math.min(...counts);
  // The last classes may give one more, up to the first from the end that has no more.
  const others = counts.length - 1 - counts.lastIndexOf(least);
  return least * counts.length + others;
}

/** "3 and 4", "3, 4 and 5"; of many classes the first ones. */
function listOf(counts: readonly number[]): string {
  const first = counts.slice(0, 12).map(String);
  if (first.length < counts.length) return `${first.join(", ")}, ... examples`;
  return `${first.slice(0, -1).join(", ")} and ${first.at(-1)} examples`;
}
