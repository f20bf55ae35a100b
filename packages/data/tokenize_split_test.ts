import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Example } from "./example.ts";
import { type BatchEncoder, tokenizeSplit } from "./tokenize_split.ts";

/** A token for every character: its code. */
const characters: BatchEncoder = {
  encodeBatch(texts) {
    const rows = texts.map((text) => Array.from(text, (character) => character.codePointAt(0)!));
    const offsets = [0];
    for (const row of rows) offsets.push(offsets.at(-1)! + row.length);
    return { inputIds: Int32Array.from(rows.flat()), offsets: Int32Array.from(offsets) };
  },
};

function makeExamples(texts: readonly string[]): Example[] {
  return texts.map((text, index) => ({ id: `${index}`, text, label: index % 2 }));
}

function assertRows(texts: readonly string[], maxLength: number): void {
  const split = tokenizeSplit(makeExamples(texts), characters, { maxLength });
  const rows = texts.map((_, row) =>
    String.fromCodePoint(...split.inputIds.subarray(split.offsets[row], split.offsets[row + 1]))
  );
  assertEquals(rows, texts.map((text) => Array.from(text).slice(0, maxLength).join("")));
  assertEquals(split.offsets.length, texts.length + 1);
  assertEquals(split.inputIds.length, split.offsets.at(-1)!);
  assertEquals([...split.labels], texts.map((_, index) => index % 2));
}

Deno.test("tokenizeSplit() keeps the start of every row, empty rows too", () => {
  const length = fc.integer({ min: 1, max: 12 });
  fc.assert(fc.property(fc.array(fc.string({ unit: "binary" })), length, assertRows));
});

Deno.test("tokenizeSplit() joins what is encoded part by part", () => {
  assertRows(Array.from({ length: 5000 }, (_, index) => "x".repeat(index % 7)), 5);
});

Deno.test("tokenizeSplit() asks that no text becomes a special token", () => {
  const asked: unknown[] = [];
  const encoder: BatchEncoder = {
    encodeBatch(texts, options) {
      asked.push(options);
      return characters.encodeBatch(texts, options);
    },
  };
  tokenizeSplit(makeExamples(["<pad>", ""]), encoder, { maxLength: 9 });
  assertEquals(asked, [{ encodeSpecialTokens: true }]);
});

Deno.test("tokenizeSplit() keeps every label that there can be, and refuses others", () => {
  const split = (label: number) =>
    tokenizeSplit([{ id: "a", text: "", label }], characters, { maxLength: 1 }).labels[0];
  for (const label of [0, 255, 256, 65_534]) assertEquals(split(label), label);
  for (const label of [-1, 65_535, 0.5, NaN]) {
    assertThrows(
      () => split(label),
      RangeError,
      `the label of the example a is ${label}: it must be an integer from 0 to 65534`,
    );
  }
});

Deno.test("tokenizeSplit() refuses a maximum length that makes no sense", () => {
  for (const maxLength of [0, -1, 2.5, NaN]) {
    assertThrows(
      () => tokenizeSplit([], characters, { maxLength }),
      RangeError,
      `must be a positive integer, not ${maxLength}`,
    );
  }
});
