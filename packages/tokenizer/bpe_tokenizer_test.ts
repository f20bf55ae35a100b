import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { BpeTokenizer } from "./bpe_tokenizer.ts";

const corpus = ["low lower lowest newer newest widest", "the lowest of the low", "wider and wider"];

Deno.test("BpeTokenizer trains, and reads back what it wrote", () => {
  const tokenizer = BpeTokenizer.train(corpus, { vocabSize: 280, specialTokens: ["<pad>"] });
  assertEquals(tokenizer.tokenToId("<pad>"), 0);
  assertEquals(tokenizer.idToToken(1), "!");
  assert(tokenizer.vocabSize > 257 && tokenizer.vocabSize <= 280);
  const again = BpeTokenizer.fromJSON(JSON.stringify(tokenizer));
  assertEquals(again.encode("the lowest").input_ids, tokenizer.encode("the lowest").input_ids);
  assertEquals(again.toJSON(), tokenizer.toJSON());
});

Deno.test("BpeTokenizer decodes what it encoded, for any text", () => {
  const tokenizer = BpeTokenizer.train(corpus, { vocabSize: 280, specialTokens: ["<pad>"] });
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertEquals(tokenizer.decode(tokenizer.encode(text).input_ids), text.toWellFormed());
  }));
});
