// Regular expressions at random.
import type { Random } from "../random.ts";

/** A regular expression at random; many are refused. */
export function randomRegex(random: Random, depth: number = 4): string {
  const quantifier = () =>
    random.pick(
      ",,,*,+,?,*+,++,?+,{1;2},{2},{2;},{;2},{1;3}+,{2}+,*?,+?,??,{1;2}?,{2}?".split(","),
    ).replace(";", ",");
  const choice = random.below(depth === 0 ? 3 : 10);
  if (choice < 3) {
    return random.pick(
      ["a", "b", "[ab]", "c", "\\w", "\\b", "\\B", "^", "$", "[^b]", ".", "\\s", "\\A", "\\z"]
        .concat(["\\Z", "(?i)A", "\\n", "é", "\\W"]),
    ) + quantifier();
  }
  const inner = () => randomRegex(random, depth - 1);
  if (choice < 6) return inner() + inner();
  if (choice < 7) {
    return `${random.pick(["(?:", "(", "(?i:", "(?m:", "(?<n>"])}${inner()}|${inner()})` +
      quantifier();
  }
  if (choice < 8) return `(?:${inner()})${quantifier()}`;
  if (choice < 9) return `(?>${inner()})${quantifier()}`;
  return `${random.pick(["(?=", "(?!", "(?<="])}${inner()})`;
}
