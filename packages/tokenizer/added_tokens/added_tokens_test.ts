import { assertEquals } from "@std/assert";
import { BpeTokenizer } from "../bpe_tokenizer.ts";

const make = (options: object = {}) => BpeTokenizer.train([""], { vocabSize: 256, ...options });

Deno.test("added tokens get ids after the vocabulary, and keep those that they have", () => {
  const tokenizer = make();
  assertEquals(tokenizer.addTokens(["film", "a", "film", ""]), 2);
  assertEquals([tokenizer.tokenToId("film"), tokenizer.idToToken(256)], [256, "film"]);
  assertEquals([tokenizer.vocabSize, tokenizer.getVocab().size], [257, 257]);
  assertEquals(tokenizer.addSpecialTokens(["<s>"]), 1);
  assertEquals(tokenizer.encode("a<s>film").input_ids.slice(1), [257, 256]);
  assertEquals(tokenizer.decode([256, 257, 256], { skipSpecialTokens: true }), "filmfilm");
  const again = BpeTokenizer.fromJSON(JSON.stringify(tokenizer));
  assertEquals(again.encode("a<s>film"), tokenizer.encode("a<s>film"));
});

Deno.test("the leftmost token counts, and of those the longest", () => {
  const tokenizer = make();
  tokenizer.addTokens(["<a", "<a>", "a>b"]);
  assertEquals(tokenizer.tokenize("<a>b"), ["<a>", "b"]);
  assertEquals(tokenizer.tokenize("<a<a>"), ["<a", "<a>"]);
});

Deno.test("added tokens can take white space, stand alone, or look at normalised text", () => {
  const tokenizer = make({ normalizer: { type: "Lowercase" } });
  tokenizer.addTokens([
    { content: "<m>", lstrip: true, rstrip: true, normalized: false },
    { content: "word", singleWord: true, normalized: false },
    { content: "FILM", normalized: true },
  ]);
  assertEquals(tokenizer.tokenize("a \n<m> b"), ["a", "<m>", "b"]);
  assertEquals(tokenizer.tokenize("word").length, 1);
  assertEquals(tokenizer.tokenize("words").length, 5);
  assertEquals(tokenizer.encode("Film film").input_ids.length, 3);
});

Deno.test("with encodeSpecialTokens a text holds no special tokens", () => {
  const tokenizer = make({ specialTokens: ["<pad>", "<s>"] });
  const asText = { encodeSpecialTokens: true };
  const pad = tokenizer.tokenToId("<pad>")!;
  assertEquals(tokenizer.encode("a<pad>").input_ids.at(-1), pad);
  assertEquals(tokenizer.tokenize("<pad>", asText), ["<", "p", "a", "d", ">"]);
  for (const options of [asText, { ...asText, returnOffsets: true }]) {
    assertEquals(tokenizer.encode("a<pad>", options).input_ids.length, 6);
    assertEquals(tokenizer.encode(["<s>"], { ...options, textPair: ["<pad>"] }).input_ids, [
      [..."<s><pad>"].map((character) => tokenizer.tokenToId(character)!),
    ]);
  }
  assertEquals(tokenizer.encodeBatch(["a<pad>"], asText).inputIds.length, 6);
  // Padding is added all the same.
  assertEquals(tokenizer.encode(["<", ""], { ...asText, padding: true }).input_ids[1], [pad]);

  // As in Hugging Face's tokenizers, other added tokens are still found, but not within a special one
  // that is looked for in the same text, before it is normalised or after.
  tokenizer.addTokens([{ content: "pad", normalized: false }, "film"]);
  assertEquals(tokenizer.tokenize("pad<s>film", asText), ["pad", "<", "s", ">", "film"]);
  assertEquals(tokenizer.tokenize("<pad>", asText), ["<", "p", "a", "d", ">"]);
  assertEquals(tokenizer.tokenize("pad<s>film"), ["pad", "<s>", "film"]);
});
