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
