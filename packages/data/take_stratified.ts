/**
 * Drawing a smaller dataset whose classes have the shares that they have in the whole.
 * @module
 */
import type { Example } from "./example.ts";
import { checkSize, drawExamples, placesByClass } from "./_draw_examples.ts";

/**
 * Draws examples by chance, of each class in proportion to its number. What is left over when the
 * shares are rounded down goes to the classes with the largest remainders, the last class first
 * where they are equal. From classes of one size it draws what {@linkcode takeBalanced} draws.
 *
 * @param examples What to draw from. It is left as it is.
 * @param size How many to draw.
 * @param seed Any integer.
 * @returns The drawn examples, in the order they had.
 * @throws {RangeError} Where the size is not a positive integer, or there are fewer examples.
 *
 * @example Usage
 * ```ts
 * import { takeStratified } from "@sluice/data";
 * import { assertEquals } from "@std/assert";
 *
 * const examples = Array.from({ length: 1000 }, (_, place) => (
 *   { id: `train/${place}`, text: "", label: place < 900 ? 0 : 1 }
 * ));
 * const few = takeStratified(examples, 180, 42);
 * assertEquals(few.filter((example) => example.label === 1).length, 18);
 * ```
 */
export function takeStratified(
  examples: readonly Example[],
  size: number,
  seed: number,
): Example[] {
  checkSize(size);
  if (size > examples.length) {
    throw new RangeError(
      `cannot draw ${size} examples: the most that can be drawn is ${examples.length}`,
    );
  }
  const classes = placesByClass(examples);
  // Integers: rounded shares would decide between remainders that are equal.
  const total = examples.length;
  const remainders = classes.map((places) => (size * places.length) % total);
  const wanted = classes.map((places, label) =>
    (size * places.length - (remainders[label] as number)) / total
  );
  const order = classes.map((_, label) => label).sort((one, other) =>
    (remainders[other] as number) - (remainders[one] as number) || other - one
  );
  const leftOver = size - wanted.reduce((sum, count) => sum + count, 0);
  for (const label of order.slice(0, leftOver)) (wanted[label] as number)++;
  return drawExamples(examples, classes, wanted, seed);
}
