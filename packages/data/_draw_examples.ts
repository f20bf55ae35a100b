/**
 * Drawing examples class by class: what all ways of drawing have in common.
 * @module
 */
import { checkLabel } from "./_check_label.ts";
import type { Example } from "./example.ts";
import { SeededRandom } from "./seeded_random.ts";

/**
 * The places of the examples of each class, in order. There are at least two classes, and as many
 * as the greatest label asks for.
 *
 * @throws {RangeError} Where a label is not a class that there can be.
 */
export function placesByClass(examples: readonly Example[]): number[][] {
  const classes: number[][] = [[], []];
  for (const [place, example] of examples.entries()) {
    checkLabel(example);
    while (classes.length <= example.label) classes.push([]);
    (classes[example.label] as number[]).push(place);
  }
  return classes;
}

/**
 * Draws so many examples of each class by chance. Each class has a random stream of its own, so
 * that what is drawn of it depends on the seed and its number alone.
 *
 * @param classes What {@linkcode placesByClass} gave; they are shuffled in place.
 * @param wanted How many to draw of each class, no more than it has.
 * @returns The drawn examples, in the order they had.
 */
export function drawExamples(
  examples: readonly Example[],
  classes: readonly number[][],
  wanted: readonly number[],
  seed: number,
): Example[] {
  const drawn = classes.flatMap((places, label) =>
    new SeededRandom(seed, label).shuffle(places).slice(0, wanted[label])
  );
  return drawn.sort((one, other) => one - other).map((place) => examples[place] as Example);
}

/** Refuses a number of examples that makes no sense. */
export function checkSize(size: number): void {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`the number of examples to draw must be a positive integer, not ${size}`);
  }
}
