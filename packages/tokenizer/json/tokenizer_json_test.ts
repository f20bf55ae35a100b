import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { BpeTokenizer } from "../bpe_tokenizer.ts";
import type { Json } from "./json_object.ts";

const bytes = BpeTokenizer.train(["abab"], { vocabSize: 257, minFrequency: 1 });
const file = (changes: object = {}) => ({ ...bytes.toJSON(), ...changes });
const model = (changes: object) =>
  file({ model: { ...(bytes.toJSON().model as object), ...changes } });

const nest = (depth: number): object => ({
  type: "Sequence",
  normalizers: depth > 1 ? [nest(depth - 1)] : [],
});

Deno.test("Sequences may lie within Sequences, to a limit", () => {
  const tokenizer = BpeTokenizer.fromJSON(file({ normalizer: nest(8) }));
  assertEquals(tokenizer.toJSON().normalizer, nest(8) as Json);
});

Deno.test("a malformed file is refused with the field that is wrong", () => {
  const cases: [file: unknown, message: string][] = [
    ["{", "tokenizer.json: not JSON"],
    ["[]", "tokenizer.json: expected an object, found a list of 0"],
    [file({ version: "2.0" }), 'tokenizer.json.version: expected "1.0", found "2.0"'],
    [file({ model: { type: "Unigram" } }), 'model "Unigram" is not supported'],
    [file({ normalizer: { type: "Precompiled" } }), '"Precompiled" is not supported'],
    [file({ pre_tokenizer: { type: "Delimiter" } }), 'pre-tokenizer "Delimiter" is not supported'],
    [
      file({ pre_tokenizer: { type: "FixedLength", length: 0 } }),
      "pre_tokenizer.length: expected a whole number from 1",
    ],
    [
      file({ pre_tokenizer: { type: "CharDelimiterSplit", delimiter: "ab" } }),
      "pre_tokenizer.delimiter: expected one character",
    ],
    [file({ post_processor: { type: "Other" } }), 'post-processor "Other" is not supported'],
    [file({ decoder: { type: "CTC" } }), 'decoder "CTC" is not supported'],
    [file({ pre_tokenizer: { type: "Digits" } }), "individual_digits: expected true or false"],
    [file({ pre_tokenizer: { type: "constructor" } }), '"constructor" is not supported'],
    [model({ vocab: { a: -1 } }), 'vocab["a"]: expected an id from 0 to'],
    [model({ vocab: { a: 1.5 } }), 'vocab["a"]: expected an id from 0 to'],
    [model({ vocab: { a: 0, b: 0 } }), 'vocab["b"]: the id 0 belongs to "a" already'],
    [model({ merges: [["a", "zz"]] }), 'merges[0]: "zz" is not in the vocabulary'],
    [model({ merges: ["a b c"] }), "merges[0]: expected a pair of tokens"],
    [model({ dropout: 2 }), "dropout: expected a number from 0 to 1, found 2"],
    [
      file({ normalizer: nest(9) }),
      "normalizers[0].normalizers[0]: more than 8 Sequences within each other",
    ],
    [
      file({
        pre_tokenizer: {
          type: "Split",
          pattern: { Regex: "(a)\\1" },
          behavior: "Isolated",
          invert: false,
        },
      }),
      "pre_tokenizer.pattern.Regex: cannot use the regular expression",
    ],
    [
      file({ added_tokens: [{ id: 0 }] }),
      "added_tokens[0].content: expected a string, found nothing",
    ],
  ];
  for (const [json, message] of cases) {
    const error = assertThrows(() => BpeTokenizer.fromJSON(json)) as Error;
    assert(error.message.includes(message), `${error.message}\n${message}`);
    assertEquals(error.message.includes("\n"), false);
  }
});

Deno.test("a file cannot reach the prototypes", () => {
  const json = JSON.stringify(file()).replace(
    '"vocab":{',
    '"vocab":{"__proto__":900,"toString":901,',
  );
  const tokenizer = BpeTokenizer.fromJSON(json);
  assertEquals(tokenizer.tokenToId("__proto__"), 900);
  assertEquals(tokenizer.tokenToId("constructor"), undefined);
  assertEquals(BpeTokenizer.fromJSON(JSON.stringify(tokenizer)).tokenToId("__proto__"), 900);
  assertThrows(
    () => BpeTokenizer.fromJSON('{"__proto__": {"model": {"type": "BPE"}}}'),
    TypeError,
    "tokenizer.json.model: expected an object, found nothing",
  );
  assertEquals(({} as Record<string, unknown>).model, undefined);
});

Deno.test("any JSON is read or refused with an Error", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
    for (
      const json of [value, file({ normalizer: value }), model({ vocab: value, merges: other })]
    ) {
      try {
        BpeTokenizer.fromJSON(json);
      } catch (error) {
        assert(error instanceof TypeError || error instanceof SyntaxError, String(error));
      }
    }
  }));
});

Deno.test("older files with merges as strings are read", () => {
  const older = BpeTokenizer.fromJSON(model({ merges: ["a b"] }));
  assertEquals(older.encode("abab"), bytes.encode("abab"));
});
