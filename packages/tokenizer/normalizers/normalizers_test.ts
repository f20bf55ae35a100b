import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Json, JsonObject } from "../json/json_object.ts";
import { AlignedText } from "../text/aligned_text.ts";
import { readNormalizer } from "./read_normalizer.ts";

const STAGES: Json[] = [
  { type: "Lowercase" },
  { type: "NFC" },
  { type: "NFD" },
  { type: "NFKC" },
  { type: "NFKD" },
  { type: "Strip", strip_left: true, strip_right: true },
  { type: "StripAccents" },
  { type: "Prepend", prepend: "▁" },
  { type: "Prepend", prepend: "" },
  { type: "Nmt" },
  { type: "ByteLevel" },
  { type: "Replace", pattern: { String: "" }, content: "-" },
  { type: "Replace", pattern: { Regex: "\\s+" }, content: "··" },
  {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
];

const normalize = (stage: Json, text: string, aligned: boolean) => {
  const result = AlignedText.from(text.toWellFormed(), aligned);
  readNormalizer(new JsonObject(stage, "normalizer")).normalize(result);
  return result;
};

Deno.test("normalisers give the same text with and without alignment", () => {
  const marks = fc.constantFrom(
    ..."\u0300\u0323\u0345\u05b0\u3099\u0334\u0041\u212b\u1100\u1161\u11a8 Σςİ中",
  );
  const unit = fc.oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), marks);
  for (const stage of STAGES) {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
        const text = units.join("");
        assertEquals(normalize(stage, text, true).text, normalize(stage, text, false).text);
      }),
      { numRuns: 60 },
    );
  }
});

Deno.test("NFC and NFD agree with the engine on text that is old enough", () => {
  const text = "Å\u0323 e\u0301\u0323 ﬁ 각 \u1100\u1161\u11a8";
  for (const form of ["NFC", "NFD", "NFKC", "NFKD"] as const) {
    assertEquals(normalize({ type: form }, text, true).text, text.normalize(form));
  }
  // U+32FF came with Unicode 12: left alone.
  assertEquals(normalize({ type: "NFKC" }, "\u32ff", false).text, "\u32ff");
});

Deno.test("Lowercase looks at no neighbours", () => {
  assertEquals(normalize({ type: "Lowercase" }, "ΟΔΟΣ İ", false).text, "οδοσ i\u0307");
});

Deno.test("normalisers are written as they were read", () => {
  for (const stage of [...STAGES, { type: "Sequence", normalizers: STAGES }]) {
    assertEquals(readNormalizer(new JsonObject(stage, "normalizer")).toJSON(), stage);
  }
});
