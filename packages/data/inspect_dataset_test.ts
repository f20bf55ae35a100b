import { assertEquals } from "@std/assert";
import type { Dataset, Example } from "./example.ts";
import { inspectDataset } from "./inspect_dataset.ts";

function makeDataset(train: [string, number][], test: [string, number][]): Dataset {
  const make = (split: string, rows: [string, number][]): Example[] =>
    rows.map(([text, label], i) => ({ id: `${split}/${i + 1}`, text, label }));
  return {
    name: "rows",
    location: "a.csv",
    labels: ["bad", "good", "so-so"],
    train: make("train", train),
    test: make("test", test),
    emptyCount: 0,
    fingerprint: "0".repeat(64),
  };
}

const options = {
  countTokens: (texts: readonly string[]) => texts.map((text) => text.length),
  maxLength: 9,
};

Deno.test("inspectDataset() counts classes, lengths, and what is cut", () => {
  const { train, test, findings } = inspectDataset(
    makeDataset([["a", 0], ["bb", 1], ["ccc", 2], ["d".repeat(12), 0]], [["e", 0], ["", 1]]),
    options,
  );
  assertEquals(train, {
    examples: 4,
    classes: [2, 1, 1],
    empty: 0,
    doubled: 0,
    lengths: {
      least: 1,
      median: 2,
      most95: 3,
      most: 12,
      cut: 1,
      histogram: [{ from: 1, count: 1 }, { from: 2, count: 2 }, { from: 8, count: 1 }],
    },
  });
  assertEquals([test.empty, test.lengths.histogram[0]], [1, { from: 0, count: 1 }]);
  assertEquals(findings.map(({ kind, count }) => [kind, count]), [
    ["empty texts", 1],
    ["cut texts", 1],
  ]);
});

Deno.test("inspectDataset() finds what spoils a model or its test, and says what to do", () => {
  const many = Array.from({ length: 90 }, (_, i): [string, number] => [`text ${i}`, i % 2]);
  const { findings } = inspectDataset(
    makeDataset(
      [...many, ["text 1", 0], ["text 2", 0], ["cafÃ© \ufffd", 1], ["<b>x</b> &amp;", 1], ["y", 2]],
      [["text 3", 1], ["text 3", 1], ["new", 0], [" ", 2], ["a < b & c > d", 1]],
    ),
    { ...options, maxLength: 99 },
  );
  assertEquals(findings, [
    {
      kind: "same text in training and test",
      count: 2,
      message: "2 test examples with a text that is trained on, too (test/1 is train/4)",
      advice: "remove them from one side: the test asks what was told",
    },
    {
      kind: "texts with several labels",
      count: 1,
      message: "1 text with several labels among the training examples (train/2 and train/91)",
      advice: "decide on one label of each",
    },
    {
      kind: "empty texts",
      count: 1,
      message: "1 text of nothing but white space (test/4)",
      advice: "remove them: nothing tells their label",
    },
    {
      kind: "broken encoding",
      count: 1,
      message: "1 text read in another encoding than it was written in, as it seems (train/93)",
      advice: "read the file with its own: --encoding windows-1252, or convert it",
    },
    {
      kind: "markup",
      count: 1,
      message: "1 text with HTML left over (train/94)",
      advice: "take it out where it tells nothing of the label",
    },
    {
      kind: "doubled texts",
      count: 2,
      message: "2 training examples with a text that another has, too",
      advice: "remove them, unless they are as frequent where the model is used",
    },
    {
      kind: "doubled texts",
      count: 1,
      message: "1 test example with a text that another has, too",
      advice: "remove them: they count several times",
    },
    {
      kind: "rare class",
      count: 1,
      message: "1 class with few training examples (so-so)",
      advice: "look at macro F1, which counts all classes alike; accuracy may hide them",
    },
  ]);
});
