import { assertEquals, assertThrows } from "@std/assert";
import { BpeTokenizer } from "../bpe_tokenizer.ts";

Deno.test("vocab.json and merges.txt make the same tokenizer again", () => {
  const tokenizer = BpeTokenizer.train(["a fine film", "fine films"], { vocabSize: 270 });
  const { vocabulary, merges } = tokenizer.toVocabularyFiles();
  assertEquals(merges.split("\n")[0], "#version: 0.2");
  const again = BpeTokenizer.fromVocabularyFiles(vocabulary, merges.replaceAll("\n", "\r\n"));
  assertEquals(again.encode("a fine film"), tokenizer.encode("a fine film"));
  assertEquals(again.decode(again.encode("Ä film").input_ids), "Ä film");
});

Deno.test("a byte-order mark at the start of a file is not read", () => {
  const tokenizer = BpeTokenizer.train(["a fine film", "fine films"], { vocabSize: 270 });
  const { vocabulary, merges } = tokenizer.toVocabularyFiles();
  const again = BpeTokenizer.fromVocabularyFiles(`\ufeff${vocabulary}`, `\ufeff${merges}`);
  assertEquals(again.encode("a fine film"), tokenizer.encode("a fine film"));
  const json = JSON.stringify(tokenizer);
  assertEquals(BpeTokenizer.fromJSON(`\ufeff${json}`).toJSON(), tokenizer.toJSON());
  const bare = merges.replace(/^#version.*\n/, "\ufeff");
  assertEquals(
    BpeTokenizer.fromVocabularyFiles(vocabulary, bare).toVocabularyFiles().merges,
    merges,
  );
  assertEquals(BpeTokenizer.fromTiktoken("\ufeffYQ== 0\n").vocabSize, 1);
});

Deno.test("merges that merges.txt cannot hold are not written", () => {
  const options = { vocabSize: 40, minFrequency: 1, preTokenizer: null };
  for (const text of ["a b a b", "a\nba\nb", "a\r\na\r\n"]) {
    const tokenizer = BpeTokenizer.train([text], options);
    assertThrows(
      () => tokenizer.toVocabularyFiles(),
      TypeError,
      "merges.txt: cannot hold the merge",
    );
  }
  // Other white space is not the file's.
  const { vocabulary, merges } = BpeTokenizer.train(["a\tb a\u00a0b a\u2028b"], {
    ...options,
    preTokenizer: { type: "Split", pattern: { String: " " }, behavior: "Removed", invert: false },
  }).toVocabularyFiles();
  assertEquals(
    BpeTokenizer.fromVocabularyFiles(vocabulary, merges).toVocabularyFiles().merges,
    merges,
  );
});

Deno.test("broken vocabulary files are refused", () => {
  assertThrows(
    () => BpeTokenizer.fromVocabularyFiles("{", ""),
    SyntaxError,
    "vocab.json: not JSON",
  );
  assertThrows(
    () => BpeTokenizer.fromVocabularyFiles('{"a": 0}', "#version: 0.2\na b c\n"),
    SyntaxError,
    "merges.txt: line 2: expected two tokens and a space between",
  );
});
