/**
 * Examples to test on, taken from those that there are.
 * @module
 */
import type { Example, SplitName } from "../../example.ts";
import { SeededRandom } from "../../seeded_random.ts";

/**
 * Divides examples into those to train on and those to test on, of each class its share. Examples of the
 * same text are never on both sides: a model would be asked what it was told.
 *
 * @param share The share to test on, above 0 and below 1.
 * @param seed Any integer.
 * @returns Both, each in the order that the examples had.
 */
export function divideExamples(
  examples: readonly Example[],
  share: number,
  seed: number,
): Record<SplitName, Example[]> {
  // Groups of equal texts, each of the class of its first.
  const groups = new Map<string, number[]>();
  examples.forEach(({ text }, place) => {
    const key = text.trim();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [place]);
    else group.push(place);
  });
  const byClass = new Map<number, { groups: number[][]; size: number }>();
  for (const group of groups.values()) {
    const { label } = examples[group[0]!]!;
    const known = byClass.get(label) ?? { groups: [], size: 0 };
    known.groups.push(group);
    known.size += group.length;
    byClass.set(label, known);
  }
  const random = new SeededRandom(seed);
  const held = new Set<number>();
  for (const [, { groups, size }] of [...byClass].sort(([one], [other]) => one - other)) {
    // One group at least is left to train on.
    let wanted = Math.round(size * share);
    for (let left = groups.length; left > 1 && wanted > 0; left--) {
      const drawn = random.integer(left);
      const group = groups[drawn]!;
      groups[drawn] = groups[left - 1]!;
      // A group that is larger than what is wanted would leave too few to train on.
      if (group.length > wanted && group.length > 1) continue;
      wanted -= group.length;
      for (const place of group) held.add(place);
    }
  }
  const toTest = ({ id, ...rest }: Example) => ({ ...rest, id: id.replace(/^train\//, "test/") });
  return {
    train: examples.filter((_, place) => !held.has(place)),
    test: examples.filter((_, place) => held.has(place)).map(toTest),
  };
}
