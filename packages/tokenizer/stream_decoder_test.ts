import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { BpeTokenizer } from "./bpe_tokenizer.ts";

const bytes = BpeTokenizer.train(["the film of the films"], { vocabSize: 262 });
const spaces = BpeTokenizer.train(["the film of the films"], {
  vocabSize: 100,
  preTokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
  decoder: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
});

Deno.test("StreamDecoder gives the text in parts, without broken characters", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const ids = bytes.encode(text).input_ids;
    const decoder = bytes.streamDecoder();
    const parts = ids.map((id) => decoder.push(id));
    const whole = text.toWellFormed();
    assertEquals(parts.join("") + decoder.flush(), whole);
    if (!whole.includes("\ufffd")) assert(parts.every((part) => !part.includes("\ufffd")));
  }));
});

Deno.test("StreamDecoder knows that a token may look different at the start", () => {
  const ids = spaces.encode("the film of the films").input_ids;
  const decoder = spaces.streamDecoder();
  assertEquals(ids.map((id) => decoder.push(id)).join(""), "the film of the films");
  assertEquals(decoder.flush(), "");
  assertEquals(decoder.push(ids), "the film of the films");
});

Deno.test("StreamDecoder and padding take more than fits on a stack", () => {
  const ids = new Array(200_000).fill(bytes.tokenToId("a")!);
  assertEquals(bytes.streamDecoder().push(ids).length, ids.length);
  const padded = BpeTokenizer.train([""], { vocabSize: 256, specialTokens: ["<pad>"] });
  const texts = new Array(200_000).fill("a");
  assertEquals(padded.encode(texts, { padding: true }).input_ids.length, texts.length);
});
