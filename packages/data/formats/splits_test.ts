import { assertEquals, assertThrows } from "@std/assert";
import type { Example } from "../example.ts";
import { checkSplits, sortLabels } from "./splits.ts";

function makeExamples(labels: readonly number[]): Example[] {
  return labels.map((label, index) => ({ id: `${index}`, text: "", label }));
}

function check(labels: readonly string[], train: readonly number[], test: readonly number[]): void {
  const splits = { labels, train: makeExamples(train), test: makeExamples(test) };
  checkSplits(splits, "DATA", "LAYOUT", (split, label) => `${split}/${label}`);
}

function refusal(...args: Parameters<typeof check>): string {
  return assertThrows(() => check(...args), Error).message;
}

Deno.test("checkSplits() takes what a classifier can be trained on and tested with", () => {
  check(["a", "b"], [0, 1], [1, 0]);
  check(["a", "b", "c"], [0, 1, 2, 2], [1, 2]);
});

Deno.test("checkSplits() says what is missing", () => {
  const labels = ["a", "b", "c"];
  assertEquals(refusal(labels, [0, 1], []), "DATA holds no test examples: expected LAYOUT");
  assertEquals(refusal(labels, [], [0, 1]), "DATA holds no train examples: expected LAYOUT");
  assertEquals(
    refusal(labels, [1, 1], [0, 1]),
    "the train examples of DATA are of one class only: 0 a, 2 b, 0 c; add a ones in train/a",
  );
  assertEquals(
    refusal(["a"], [0], [0]),
    "the train examples of DATA are of one class only: 1 a; add some of another class in train/CLASS",
  );
  assertEquals(
    refusal(labels, [0, 1], [0, 2, 2]),
    "DATA holds 2 c examples to test on, and none to train on: add some in train/c, or remove test/c",
  );
  const many = Array.from({ length: 100 }, (_, index) => `${index}`);
  assertEquals(refusal(many, [0], [0]).includes("0 11, ...; add 1 ones in train/1"), true);
});

Deno.test("sortLabels() sorts numbers by their size, and names by their letters", () => {
  assertEquals(sortLabels(["10", "9", "1", "2"]), ["1", "2", "9", "10"]);
  assertEquals(sortLabels(["10", "9", "b", "a"]), ["10", "9", "a", "b"]);
  assertEquals(sortLabels(["positive", "neutral", "negative"]), [
    "negative",
    "neutral",
    "positive",
  ]);
});
