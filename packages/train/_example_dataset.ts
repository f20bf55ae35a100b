// A small data set for tests: made-up texts that a model can learn from.
import type { Dataset, Example } from "@sluice/data";

const WORDS = [
  ["awful", "dull", "poor", "tedious"],
  ["fine", "great", "moving", "wonderful"],
] as const;
const FILLER = ["a", "film", "plot", "the", "actor", "scene", "and", "with"];

/** 96 training and 32 test examples, half of them positive. */
export function exampleDataset(): Dataset {
  let state = 1;
  const draw = (count: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % count;
  };
  const split = (name: string, count: number): Example[] =>
    Array.from({ length: count }, (_, index) => {
      const label = index % 2 as 0 | 1;
      const words = Array.from({ length: 4 + draw(12) }, () => FILLER[draw(FILLER.length)]!);
      words[draw(words.length)] = WORDS[label][draw(4)]!;
      return {
        id: `${name}/${label === 1 ? "pos" : "neg"}/${index}`,
        text: words.join(" "),
        label,
      };
    });
  return {
    name: "example",
    location: "the example texts",
    labels: ["negative", "positive"],
    train: split("train", 96),
    test: split("test", 32),
    emptyCount: 0,
    fingerprint: "0".repeat(64),
  };
}
