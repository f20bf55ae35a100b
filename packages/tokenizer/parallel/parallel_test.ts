import { assert, assertEquals, assertRejects } from "@std/assert";
import { BpeTokenizer } from "../bpe_tokenizer.ts";

const texts = Array.from({ length: 300 }, (_, i) => `the finest film of ${i}, Ä <pad>`);
const options = { vocabSize: 300, specialTokens: ["<pad>"], normalizer: { type: "Lowercase" } };

Deno.test("encodeBatchAsync gives on workers what encodeBatch gives", async () => {
  const tokenizer = BpeTokenizer.train(texts, options);
  const expected = tokenizer.encodeBatch(texts);
  assertEquals(await tokenizer.encodeBatchAsync(texts, { workers: 2 }), expected);
  assertEquals(await tokenizer.encodeBatchAsync(texts), expected);
  const asText = { encodeSpecialTokens: true };
  const expectedAsText = tokenizer.encodeBatch(texts, asText);
  assert(!expectedAsText.inputIds.includes(0));
  assertEquals(await tokenizer.encodeBatchAsync(texts, { ...asText, workers: 2 }), expectedAsText);
  assertEquals(await tokenizer.encodeBatchAsync(texts, asText), expectedAsText);
  assertEquals((await tokenizer.encodeBatchAsync([], { workers: 2 })).offsets.length, 1);
  await assertRejects(
    () => tokenizer.encodeBatchAsync(texts, { workers: 0 }),
    RangeError,
    "workers",
  );
});

Deno.test("trainAsync learns on workers what train learns", async () => {
  const expected = BpeTokenizer.train(texts, options).toJSON();
  const tokenizer = await BpeTokenizer.trainAsync(texts, { ...options, workers: 2 });
  assertEquals(tokenizer.toJSON(), expected);
});
