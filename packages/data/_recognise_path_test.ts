import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { recognisePath } from "./_recognise_path.ts";

Deno.test("recognisePath() knows one review a file, under any folders", () => {
  const folders = fc.array(fc.constantFrom(".", "aclImdb", "train", "pos", "x y"), {
    maxLength: 3,
  });
  const split = fc.constantFrom("train", "test");
  const label = fc.constantFrom("neg", "negative", "pos", "positive");
  const name = fc.stringMatching(/^[0-9a-z_]{1,10}$/);
  fc.assert(fc.property(folders, split, label, name, (folders, split, label, name) => {
    assertEquals(recognisePath([...folders, split, label, `${name}.txt`].join("/")), {
      root: folders.filter((folder) => folder !== ".").join("/"),
      split: split as "train",
      label: label.startsWith("pos") ? 1 : 0,
      name,
    });
  }));
});

Deno.test("recognisePath() knows one review a line", () => {
  for (const name of ["positive", "positive.txt", "pos", "pos.txt"]) {
    assertEquals(recognisePath(`study/test/${name}`), { root: "study", split: "test", label: 1 });
  }
});

Deno.test("recognisePath() leaves other files alone", () => {
  const paths = [
    "",
    "train",
    "positive",
    "aclImdb/README",
    "aclImdb/train/labeledBow.feat",
    "aclImdb/train/urls_pos.txt",
    "aclImdb/train/unsup/0_0.txt",
    "aclImdb/train/pos/0_9",
    "aclImdb/train/pos/._0_9.txt",
    "aclImdb/train/pos/more/0_9.txt",
    "aclImdb/Train/pos/0_9.txt",
    "aclImdb/train/.positive",
  ];
  for (const path of paths) assertEquals(recognisePath(path), undefined, path);
});
