import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { BpeTokenizer } from "./bpe_tokenizer.ts";

// Single letters, so that a token is a letter.
const tokenizer = BpeTokenizer.train([""], { vocabSize: 256, specialTokens: ["<pad>"] });
const text = (ids: number[]) => tokenizer.decode(ids, { skipSpecialTokens: true });

Deno.test("encode pads to the longest, to a length, to a multiple, on either side", () => {
  const longest = tokenizer.encode(["a", "bcd"], { padding: true });
  assertEquals(longest.attention_mask, [[1, 0, 0], [1, 1, 1]]);
  assertEquals(longest.input_ids[0]!.slice(1), [0, 0]);
  const left = tokenizer.encode("ab", {
    padding: "max_length",
    maxLength: 3,
    paddingSide: "left",
    returnSpecialTokensMask: true,
    returnOffsets: true,
  });
  assertEquals(left.attention_mask, [0, 1, 1]);
  assertEquals(left.special_tokens_mask, [1, 0, 0]);
  assertEquals(left.offset_mapping, [[0, 0], [0, 1], [1, 2]]);
  assertEquals(tokenizer.encode("abc", { padding: true, padToMultipleOf: 4 }).input_ids.length, 4);
});

Deno.test("encode cuts texts, and gives what it cut as windows that overlap", () => {
  const cut = tokenizer.encode("abcdefg", { truncation: true, maxLength: 3 });
  assertEquals(text(cut.input_ids), "abc");
  const left = tokenizer.encode("abcdefg", {
    truncation: true,
    maxLength: 3,
    truncationSide: "left",
  });
  assertEquals(text(left.input_ids), "efg");
  const windows = tokenizer.encode("abcdefg", {
    truncation: true,
    maxLength: 3,
    stride: 1,
    returnOverflowingTokens: true,
    returnOffsets: true,
  });
  assertEquals(windows.input_ids.map(text), ["abc", "cde", "efg"]);
  assertEquals(windows.overflow_to_sample_mapping, [0, 0, 0]);
  assertEquals(windows.offset_mapping!.map((row) => row[0]), [[0, 1], [2, 3], [4, 5]]);
  const leftWindows = tokenizer.encode(["abcdefg", "h"], {
    truncation: true,
    maxLength: 3,
    truncationSide: "left",
    returnOverflowingTokens: true,
    padding: true,
  });
  assertEquals(leftWindows.input_ids.map(text), ["efg", "bcd", "a", "h"]);
  assertEquals(leftWindows.overflow_to_sample_mapping, [0, 0, 0, 1]);
});

Deno.test("encode cuts pairs by strategy", () => {
  const lengths = (truncation: true | "only_first" | "only_second", maxLength: number) => {
    const { token_type_ids } = BpeTokenizer.fromJSON({
      ...tokenizer.toJSON(),
      post_processor: {
        type: "TemplateProcessing",
        single: [{ Sequence: { id: "A", type_id: 0 } }],
        pair: [{ Sequence: { id: "A", type_id: 0 } }, { Sequence: { id: "B", type_id: 1 } }],
        special_tokens: {},
      },
    }).encode("aaaa", { textPair: "bbbbbbbb", truncation, maxLength, returnTokenTypeIds: true });
    return [0, 1].map((type) => token_type_ids!.filter((it) => it === type).length);
  };
  assertEquals(lengths(true, 12), [4, 8]);
  assertEquals(lengths(true, 9), [4, 5]);
  assertEquals(lengths(true, 5), [2, 3]);
  assertEquals(lengths("only_first", 10), [2, 8]);
  assertEquals(lengths("only_second", 5), [4, 1]);
  assertThrows(() => lengths("only_first", 8), RangeError, "cannot bring the texts to maxLength");
});

Deno.test("encode says what it needs", () => {
  const bare = BpeTokenizer.train([""], { vocabSize: 256 });
  assertThrows(() => tokenizer.encode("a", { truncation: true }), TypeError, "needs maxLength");
  assertThrows(
    () => tokenizer.encode("a", { padding: "max_length" }),
    TypeError,
    "needs maxLength",
  );
  assertThrows(() => bare.encode("a", { padding: true }), TypeError, "no padding token");
  assertThrows(
    () => tokenizer.encode(["a"], { textPair: ["b", "c"] }),
    TypeError,
    "expected 1 texts",
  );
  assertThrows(
    () => tokenizer.encode("abcd", { truncation: true, maxLength: 2, stride: 2 }),
    RangeError,
    "stride: expected less than the 2 tokens",
  );
  assertThrows(
    () => tokenizer.encode("abcd", { truncation: true, maxLength: -1 }),
    RangeError,
    "maxLength: expected a whole number",
  );
});

Deno.test("windows cover the text, whatever the lengths", () => {
  const sizes = fc.record({
    length: fc.nat(40),
    maxLength: fc.integer({ min: 1, max: 12 }),
    stride: fc.nat(11),
  });
  const sides = fc.constantFrom("left" as const, "right" as const);
  fc.assert(fc.property(sizes, sides, ({ length, maxLength, stride }, truncationSide) => {
    fc.pre(stride < maxLength);
    const input = Array.from({ length }, (_, i) => String.fromCharCode(33 + i)).join("");
    const { input_ids } = tokenizer.encode(input, {
      truncation: true,
      maxLength,
      stride,
      truncationSide,
      returnOverflowingTokens: true,
    });
    const windows = input_ids.map(text);
    if (truncationSide === "left") windows.reverse();
    assertEquals(windows.every((window) => window.length <= maxLength), true);
    const joined = windows.reduce((all, window, i) =>
      i === 0 ? window : all + [...window].filter((character) => !all.includes(character)).join("")
    );
    assertEquals(joined, input);
  }));
});

Deno.test("encodeBatch gives the ids of encode in flat arrays", () => {
  const some = BpeTokenizer.train(["the film of the films"], {
    vocabSize: 270,
    specialTokens: ["<pad>"],
  });
  fc.assert(fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
    const { inputIds, offsets } = some.encodeBatch([...texts, "the<pad> film"]);
    [...texts, "the<pad> film"].forEach((text, i) => {
      assertEquals([...inputIds.subarray(offsets[i], offsets[i + 1])], some.encode(text).input_ids);
    });
  }));
});

Deno.test("the same text gets the same ids with offsets and without", () => {
  const pretokenizers = [
    { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: false },
    { type: "BertPreTokenizer" },
    { type: "Metaspace", replacement: "x", prepend_scheme: "first", split: true },
  ];
  const file = { ...tokenizer.toJSON(), pre_tokenizer: { type: "Sequence", pretokenizers } };
  const some = BpeTokenizer.fromJSON(file);
  const expected = [..."xĠx?"].map((token) => some.tokenToId(token)!);
  assertEquals(some.encode("?").input_ids, expected);
  assertEquals(some.encode("?", { returnOffsets: true }).input_ids, expected);
  assertEquals([...some.encodeBatch(["?"]).inputIds], expected);
  // And training sees the same pieces.
  const trained = BpeTokenizer.train(["?", "?"], {
    vocabSize: 300,
    preTokenizer: { type: "Sequence", pretokenizers },
  });
  assertEquals(trained.tokenize("?"), ["xĠ", "x?"]);
});

Deno.test("offsets count code points, or code units of UTF-16", () => {
  const options = { returnOffsets: true } as const;
  assertEquals(tokenizer.encode("😀a", options).offset_mapping!.at(-1), [1, 2]);
  assertEquals(
    tokenizer.encode("😀a", { ...options, offsetUnit: "utf16" }).offset_mapping!.at(-1),
    [2, 3],
  );
});
