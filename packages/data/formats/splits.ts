/**
 * The examples of a dataset as a format gives them: not cleaned, and all of their labels known.
 * @module
 */
import type { Example, SplitName } from "../example.ts";

/** Examples to train on and examples to test on, and the names of their classes. */
export interface Splits extends Record<SplitName, Example[]> {
  labels: readonly string[];
  /** How the data were read, for a user to check. */
  howRead?: string;
  /** How many rows could not be read, and were left out. */
  skipped?: number;
}

/** How many classes a message lists. */
const LISTED = 12;

/** The most classes, and the most characters of a class's name. */
const MOST_CLASSES = 10_000;
const LONGEST_NAME = 255;

/**
 * Refuses examples that no classifier can be trained on, or tested with.
 *
 * @param where The archive or folder, for messages.
 * @param expected What was looked for, for messages.
 * @param placeOf Where examples of a class belong, such as `train/pos`, for messages.
 * @throws {Error} Where a split is missing or of one class only, or where examples to test on are of
 * a class that nothing can learn, since no example to train on is of it.
 */
export function checkSplits(
  splits: Splits,
  where: string,
  expected: string,
  placeOf: (split: SplitName, label: string) => string,
): void {
  const { labels } = splits;
  if (labels.length > MOST_CLASSES) {
    const most = MOST_CLASSES.toLocaleString("en");
    const found = labels.length.toLocaleString("en");
    throw new Error(`${where} holds examples of ${found} classes, and at most ${most} are read`);
  }
  const long = labels.find((label) => label.length > LONGEST_NAME);
  if (long !== undefined) {
    throw new Error(
      `${where}: the name of the class ${sayName(long)} has ${long.length} characters, and ` +
        `at most ${LONGEST_NAME} are read`,
    );
  }
  const counts = { train: count(splits.train, labels), test: count(splits.test, labels) };
  for (const split of ["train", "test"] as const) {
    if (splits[split].length === 0) {
      throw new Error(`${where} holds no ${split} examples: expected ${expected}`);
    }
    if (counts[split].filter((number) => number > 0).length > 1) continue;
    const listed = labels.slice(0, LISTED).map((label, index) =>
      `${counts[split][index]} ${sayName(label)}`
    );
    const missing = labels.find((_, index) => counts[split][index] === 0);
    throw new Error(
      `the ${split} examples of ${where} are of one class only: ${listed.join(", ")}` +
        `${labels.length > LISTED ? ", ..." : ""}; add ` +
        (missing === undefined
          ? `some of another class in ${placeOf(split, "CLASS")}`
          : `${sayName(missing)} ones in ${placeOf(split, sayName(missing))}`),
    );
  }
  for (const [index, label] of labels.entries()) {
    if (counts.train[index] !== 0) continue;
    throw new Error(
      `${where} holds ${counts.test[index]} ${sayName(label)} examples to test on, and none to ` +
        `train on: add some in ${placeOf("train", sayName(label))}, or remove ` +
        placeOf("test", sayName(label)),
    );
  }
}

/** The name of a class on one line; data may call one anything. */
function sayName(label: string): string {
  const shown = label.length > 60 ? `${label.slice(0, 60)}...` : label;
  return shown.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}

function count(examples: readonly Example[], labels: readonly string[]): number[] {
  const counts = labels.map(() => 0);
  for (const { label } of examples) (counts[label] as number)++;
  return counts;
}

/** Sorts the names of classes: as numbers where all of them are numbers, else by their letters. */
export function sortLabels(names: Iterable<string>): string[] {
  const labels = [...names].sort();
  if (labels.every((label) => /^\d{1,15}$/.test(label))) {
    labels.sort((one, other) => Number(one) - Number(other));
  }
  return labels;
}
