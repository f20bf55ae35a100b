import { assertEquals, assertThrows } from "@std/assert";
import { BpeTokenizer } from "../bpe_tokenizer.ts";

const file = [
  ...Array.from({ length: 256 }, (_, byte) => [String.fromCharCode(byte), byte] as const),
  ["ab", 256] as const,
  ["bc", 257] as const,
  ["abc", 258] as const,
].map(([token, rank]) => `${btoa(token)} ${rank}\n`).join("");

Deno.test("a tiktoken file gives ids by rank", () => {
  const tokenizer = BpeTokenizer.fromTiktoken(file, { specialTokens: { "<|end|>": 300 } });
  assertEquals(tokenizer.encode("abc<|end|>").input_ids, [258, 300]);
  assertEquals(tokenizer.encode("abcbc").input_ids, [258, 257]);
  assertEquals(tokenizer.decode([258, 300, 0xc3, 0xa9]), "abc<|end|>é");
  const again = BpeTokenizer.fromJSON(JSON.stringify(tokenizer));
  assertEquals(again.encode("abc abcbc <|end|>"), tokenizer.encode("abc abcbc <|end|>"));
});

Deno.test("a broken tiktoken file is refused", () => {
  for (const text of ["YQ==\n", "YQ== x\n", "??? 1\n"]) {
    assertThrows(() => BpeTokenizer.fromTiktoken(text), SyntaxError, "tiktoken file: line 1");
  }
  assertThrows(() => BpeTokenizer.fromTiktoken("YQ== 1\nYg== 1\n"), RangeError, "comes twice");
});
