import { assertEquals, assertThrows } from "@std/assert";
import { labelByRating } from "./_label_by_rating.ts";
import type { Example } from "./example.ts";

function makeSplits(train: readonly string[], test: readonly string[]) {
  const examples = (ids: readonly string[]): Example[] =>
    ids.map((id) => ({ id, text: `text of ${id}`, label: 0 }));
  return { labels: ["negative", "positive"], train: examples(train), test: examples(test) };
}

Deno.test("labelByRating() takes the numbers at the end of names, as numbers", () => {
  const splits = makeSplits(
    ["train/neg/0_2", "train/neg/1_1", "train/pos/0_10", "train/pos/1_09"],
    ["test/neg/5_1", "test/pos/7_10"],
  );
  const { labels, train, test } = labelByRating(splits, "DATA");
  assertEquals(labels, ["1", "2", "9", "10"]);
  assertEquals(train.map(({ label }) => label), [1, 0, 3, 2]);
  assertEquals(test.map(({ id, text, label }) => [id, text, label]), [
    ["test/neg/5_1", "text of test/neg/5_1", 0],
    ["test/pos/7_10", "text of test/pos/7_10", 3],
  ]);
  assertEquals(splits.train[0]!.label, 0);
});

Deno.test("labelByRating() refuses names without ratings, and ratings of no use", () => {
  const refusal = (...args: Parameters<typeof makeSplits>) =>
    assertThrows(() => labelByRating(makeSplits(...args), "DATA"), Error).message;
  for (const id of ["train/neg/17", "train/neg/_7", "train/neg/a_7", "train/x_7/1"]) {
    assertEquals(
      refusal([id], ["test/neg/1_1"]),
      `the example ${id} of DATA has no rating in its file's name: for labels by rating, files must ` +
        "be named ID_RATING.txt, such as 123_10.txt",
    );
  }
  assertEquals(
    refusal(["train/neg/0_2", "train/pos/0_8"], ["test/neg/0_2", "test/neg/0_3"]),
    "DATA holds 1 3 examples to test on, and none to train on: add some in train/*/*_3.txt, or " +
      "remove test/*/*_3.txt",
  );
});
