import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { classOf, recognisePath } from "./recognise_path.ts";

const KNOWN: Record<string, [label: string, folder: string]> = {
  neg: ["negative", "neg"],
  negative: ["negative", "neg"],
  pos: ["positive", "pos"],
  positive: ["positive", "pos"],
};

Deno.test("recognisePath() knows one example a file, under any folders", () => {
  const folders = fc.array(fc.constantFrom(".", "aclImdb", "train", "pos", "x y"), {
    maxLength: 3,
  });
  const split = fc.constantFrom("train", "test");
  const folder = fc.constantFrom("neg", "negative", "pos", "positive", "sci.space", "5", "été");
  const name = fc.stringMatching(/^[0-9a-z_]{1,10}$/);
  const extension = fc.constantFrom(".txt", ".TXT", ".Txt");
  fc.assert(
    fc.property(
      folders,
      split,
      folder,
      name,
      extension,
      (folders, split, folder, name, extension) => {
        const [label, short] = KNOWN[folder] ?? [folder, folder];
        assertEquals(recognisePath([...folders, split, folder, `${name}${extension}`].join("/")), {
          root: folders.filter((folder) => folder !== ".").join("/"),
          split: split as "train",
          label,
          folder: short,
          name,
          isCertain: true,
        });
      },
    ),
  );
});

Deno.test("recognisePath() knows one example a line", () => {
  for (const name of ["positive", "positive.txt", "pos", "pos.TXT"]) {
    assertEquals(recognisePath(`study/test/${name}`), {
      root: "study",
      split: "test",
      label: "positive",
      folder: "pos",
      isCertain: true,
    });
  }
  for (const name of ["sport", "sport.txt", "sci.space.txt"]) {
    const label = name.replace(/\.txt$/, "");
    assertEquals(recognisePath(`train/${name}`), {
      root: "",
      split: "train",
      label,
      folder: label,
      isCertain: false,
    });
  }
});

Deno.test("recognisePath() takes no split for a class", () => {
  assertEquals(recognisePath("test/train/spam.txt")?.root, "test");
  assertEquals(recognisePath("test/train/spam.txt")?.label, "spam");
  assertEquals(recognisePath("test/train/spam/1.txt")?.root, "test");
});

Deno.test("recognisePath() takes names alike whose accents are written apart", () => {
  assertEquals(recognisePath("train/e\u0301te\u0301/1.txt")?.label, "\u00e9t\u00e9");
});

Deno.test("recognisePath() leaves other files alone", () => {
  const paths = [
    "",
    "train",
    "positive",
    "aclImdb/README",
    "aclImdb/train/labeledBow.feat",
    "aclImdb/train/README",
    "aclImdb/train/Readme.txt",
    "aclImdb/train/unsup/0_0.txt",
    "aclImdb/train/unsup.txt",
    "aclImdb/train/pos/0_9",
    "aclImdb/train/pos/._0_9.txt",
    "aclImdb/train/.hidden/0_9.txt",
    "aclImdb/train/pos/more/0_9.txt",
    "aclImdb/Train/pos/0_9.txt",
    "aclImdb/train/.positive",
    "aclImdb/train/.txt",
  ];
  for (const path of paths) assertEquals(recognisePath(path), undefined, path);
});

Deno.test("classOf() is what a class is called", () => {
  assertEquals(classOf("positive"), { label: "positive", folder: "pos" });
  assertEquals(classOf("neg"), { label: "negative", folder: "neg" });
  assertEquals(classOf("spam"), { label: "spam", folder: "spam" });
});
