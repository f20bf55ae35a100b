import { assert, assertEquals } from "@std/assert";
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

Deno.test("a token that strips both sides does not match within what it took", () => {
  const tokenizer = make();
  tokenizer.addTokens([
    { content: "  ", lstrip: true, rstrip: true, normalized: false },
    { content: "xx", lstrip: true, rstrip: true, normalized: false },
  ]);
  const encoded = tokenizer.encode("a      b", { returnOffsets: true });
  assertEquals(encoded.offset_mapping, [[0, 1], [1, 7], [7, 8]]);
  assertEquals(tokenizer.tokenize("a  xx    b"), ["a", "  ", "xx", "b"]);
  // One that strips only its right side does: so it is in Hugging Face's tokenizers.
  const right = make();
  right.addTokens([{ content: "  ", rstrip: true, normalized: false }]);
  assertEquals(right.encode("a    b", { returnOffsets: true }).offset_mapping, [
    [0, 1],
    [1, 5],
    [3, 5],
    [5, 6],
  ]);
});

Deno.test("of tokens that are alike once normalised the last counts", () => {
  const tokenizer = make({ normalizer: { type: "Lowercase" } });
  tokenizer.addTokens(["FILM", "Film"]);
  assertEquals(tokenizer.encode("film").input_ids, [257]);
  assertEquals(BpeTokenizer.fromJSON(tokenizer.toJSON()).encode("film").input_ids, [257]);
  tokenizer.addTokens(["film"]);
  assertEquals(tokenizer.encode("FILM").input_ids, [258]);
  assertEquals(tokenizer.addTokens([{ content: "FILM", rstrip: true }]), 1);
  assertEquals(tokenizer.encode("film ").input_ids, [256]);
});

Deno.test("a token that is added again changes", () => {
  const tokenizer = make({ normalizer: { type: "Lowercase" } });
  assertEquals(tokenizer.addTokens(["Film"]), 1);
  assertEquals(tokenizer.tokenize("film Film").length, 3);
  assertEquals(tokenizer.addTokens([{ content: "Film", normalized: false }]), 1);
  assertEquals(tokenizer.encode("film Film").input_ids.at(-1), 256);
  assertEquals(tokenizer.tokenize("film Film").length, 6);
  assertEquals([tokenizer.vocabSize, tokenizer.addTokens([])], [257, 0]);
});

Deno.test("many tokens can be added, at once or one at a time", () => {
  const tokens = Array.from({ length: 150_000 }, (_, i) => `<extra ${i}>`);
  const atOnce = make();
  assertEquals(atOnce.addTokens(tokens), tokens.length);
  assertEquals(atOnce.addTokens(["more"]), 1);
  assertEquals(atOnce.encode("<extra 149999>more").input_ids, [150_255, 150_256]);

  // A text between two tokens may not make it quadratic either.
  const seconds = (count: number) => {
    const tokenizer = make();
    const start = performance.now();
    for (const token of tokens.slice(0, count)) {
      tokenizer.addTokens([token]);
      tokenizer.tokenize("a");
    }
    assertEquals(tokenizer.vocabSize, 256 + count);
    return performance.now() - start;
  };
  seconds(2000);
  const few = seconds(5000), many = seconds(40_000);
  assert(many < few * 8 * 4 + 200, `${few} ms for 5,000 and ${many} ms for 40,000 tokens`);
});
