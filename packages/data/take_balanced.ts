/**
 * Drawing a smaller dataset that holds as many negative as positive reviews.
 * @module
 */
import type { Example } from "./example.ts";
import { SeededRandom } from "./seeded_random.ts";

/**
 * Draws examples by chance, half of them negative and half positive. Of an odd number the
 * positive ones get one more. With the same seed, a smaller draw is part of every larger one.
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
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`the number of reviews to draw must be a positive integer, not ${size}`);
  }
  const classes: [number[], number[]] = [[], []];
  for (const [index, example] of examples.entries()) classes[example.label].push(index);
  const [negative, positive] = [classes[0].length, classes[1].length];
  const wanted = [Math.floor(size / 2), Math.ceil(size / 2)] as const;
  if (wanted[0] > negative || wanted[1] > positive) {
    const most = positive > negative ? 2 * negative + 1 : 2 * positive;
    throw new RangeError(
      `cannot draw ${size} balanced reviews from ${negative} negative and ${positive} positive ` +
        `ones: the most that can be drawn is ${most}`,
    );
  }
  const drawn = classes.flatMap((indices, label) =>
    new SeededRandom(seed, label).shuffle(indices).slice(0, wanted[label as 0 | 1])
  );
  return drawn.sort((one, other) => one - other).map((index) => examples[index] as Example);
}
