import { assertEquals } from "@std/assert";
import { BpeTokenizer } from "./bpe_tokenizer.ts";

interface Case {
  tokenizer: unknown;
  answers: {
    text: string;
    pair: string | null;
    ids: number[];
    offsets: [number, number][];
    typeIds: number[];
    specialTokensMask: number[];
    decoded: string;
    decodedPlain: string;
  }[];
}

interface OffsetCase {
  what: string;
  tokenizer: unknown;
  text: string;
  input_ids: number[];
  offset_mapping: [number, number][];
}

interface StageFixture {
  base: object;
  stages: {
    what: string;
    changes: object;
    answers: { text: string; ids: number[]; offsets: [number, number][]; decoded: string }[];
  }[];
}

async function readFixture<T>(name: string): Promise<T> {
  return JSON.parse(await Deno.readTextFile(new URL(`_fixtures/${name}`, import.meta.url)));
}

// What npm:tokenizers 0.23 answered; bench/tokenizer/write_fixture.ts asks it again.
Deno.test("BpeTokenizer gives Hugging Face's ids, offsets, masks and texts", async () => {
  for (const { tokenizer: file, answers } of await readFixture<Case[]>("hugging_face.json")) {
    const tokenizer = BpeTokenizer.fromJSON(file);
    for (const answer of answers) {
      const encoded = tokenizer.encode(answer.text, {
        returnOffsets: true,
        returnTokenTypeIds: true,
        returnSpecialTokensMask: true,
        ...answer.pair === null ? {} : { textPair: answer.pair },
      });
      assertEquals(encoded, {
        input_ids: answer.ids,
        attention_mask: answer.ids.map(() => 1),
        token_type_ids: answer.typeIds,
        special_tokens_mask: answer.specialTokensMask,
        offset_mapping: answer.offsets,
      }, answer.text);
      assertEquals(tokenizer.decode(answer.ids), answer.decoded);
      assertEquals(tokenizer.decode(answer.ids, { skipSpecialTokens: true }), answer.decodedPlain);
      if (answer.pair === null) assertEquals(tokenizer.encode(answer.text).input_ids, answer.ids);
    }
  }
});

Deno.test("every stage and pattern gives Hugging Face's ids, offsets and texts by itself", async () => {
  const { base, stages } = await readFixture<StageFixture>("stages.json");
  for (const { what, changes, answers } of stages) {
    const file = { ...base, ...changes };
    const tokenizer = BpeTokenizer.fromJSON(file);
    assertEquals(JSON.parse(JSON.stringify(tokenizer)), file, what);
    for (const { text, ids, offsets, decoded } of answers) {
      const encoded = tokenizer.encode(text, { returnOffsets: true });
      assertEquals([encoded.input_ids, encoded.offset_mapping], [ids, offsets], `${what}: ${text}`);
      assertEquals(tokenizer.encode(text).input_ids, ids, `${what}: ${text}`);
      if (ids.length > 0) assertEquals(tokenizer.decode(ids), decoded, `${what}: ${text}`);
    }
  }
});

Deno.test("BpeTokenizer gives Hugging Face's ids and offsets in cases that are easily missed", async () => {
  for (const expected of await readFixture<OffsetCase[]>("cases.json")) {
    const { what, text, input_ids, offset_mapping } = expected;
    const tokenizer = BpeTokenizer.fromJSON(expected.tokenizer);
    const encoded = tokenizer.encode(text, { returnOffsets: true });
    assertEquals(encoded.input_ids, input_ids, `${what}: ${text}`);
    assertEquals(encoded.offset_mapping, offset_mapping, `${what}: ${text}`);
    assertEquals(tokenizer.encode(text).input_ids, input_ids, `${what}: ${text}`);
  }
});

Deno.test("BpeTokenizer writes every stage as it read it", async () => {
  for (const { tokenizer: file } of await readFixture<Case[]>("hugging_face.json")) {
    assertEquals(JSON.parse(JSON.stringify(BpeTokenizer.fromJSON(file))), file);
  }
});

// What Python's trainer answered; bench/tokenizer/write_training_fixture.py asks it again.
Deno.test("BpeTokenizer.train learns Hugging Face's merges, ties and all", async () => {
  interface Training {
    texts: string[];
    minFrequency: number;
    vocabSize: number;
    merges: [string, string][];
  }
  for (const { texts, merges, ...options } of await readFixture<Training[]>("training.json")) {
    const tokenizer = BpeTokenizer.train(texts, { ...options, specialTokens: ["<pad>"] });
    const { model } = tokenizer.toJSON() as { model: { merges: [string, string][] } };
    assertEquals(model.merges, merges);
  }
});
