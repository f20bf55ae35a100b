/**
 * Ratings as labels: the number at the end of a file's name, as in IMDb's `123_10.txt`.
 * @module
 */
import type { Example } from "./example.ts";
import { checkSplits, sortLabels, type Splits } from "./formats/splits.ts";

/** `123_10` in `train/pos/123_10`. */
const NAME = /\/\d+_(\d{1,9})$/;

/**
 * Gives every example the rating in its file's name as its label.
 *
 * @param splits Examples with any labels; left as they are.
 * @param where Where they are from, for messages.
 * @returns The same examples in the same order.
 * @throws {Error} Where a file has no rating, or the ratings are of no use as classes.
 */
export function labelByRating(splits: Splits, where: string): Splits {
  const { train, test } = splits;
  const ratings = new Map<Example, string>();
  for (const example of [...train, ...test]) {
    const rating = NAME.exec(example.id)?.[1];
    if (rating === undefined) {
      throw new Error(
        `the example ${example.id} of ${where} has no rating in its file's name: for labels by ` +
          "rating, files must be named ID_RATING.txt, such as 123_10.txt",
      );
    }
    ratings.set(example, `${Number(rating)}`);
  }
  const labels = sortLabels(new Set(ratings.values()));
  const indices = new Map(labels.map((label, index) => [label, index]));
  const relabel = (examples: readonly Example[]) =>
    examples.map((example) => ({
      ...example,
      label: indices.get(ratings.get(example) as string) as number,
    }));
  const rated = { labels, train: relabel(train), test: relabel(test) };
  checkSplits(
    rated,
    where,
    "files named ID_RATING.txt",
    (split, label) => `${split}/*/*_${label}.txt`,
  );
  return rated;
}
