import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { TokenMatcher } from "./added_tokens/_token_matcher.ts";
import { BpeTokenizer } from "./mod.ts";

const base = () =>
  BpeTokenizer.train(["a fine film"], {
    vocabSize: 280,
    specialTokens: ["<pad>"],
  }).toJSON() as Record<string, unknown>;

const load = (changes: Record<string, unknown>) => BpeTokenizer.fromJSON({ ...base(), ...changes });

const refuses = (task: () => unknown, reason: string) => {
  const error = assertThrows(task, Error);
  assert(error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError);
  assert(error.message.includes(reason), `${error.message}\n${reason}`);
  assert(
    /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,400}$/u.test(error.message),
    JSON.stringify(error.message),
  );
};

const sequence = (key: string, stages: unknown[]) => ({ type: "Sequence", [key]: stages });
const times = (count: number, ...stages: unknown[]) =>
  Array.from({ length: count }, () => stages).flat();

const DOUBLE = { type: "Replace", pattern: { String: "a" }, content: "aa" };

Deno.test("no stage makes a text much longer", () => {
  const grown =
    "tokenizer.json: its stages make a text of 1 characters longer by more than 1048584";
  for (
    const stages of [times(40, DOUBLE), times(64, { type: "Prepend", prepend: "a".repeat(99_999) })]
  ) {
    const tokenizer = load({ normalizer: sequence("normalizers", stages) });
    for (const returnOffsets of [false, true]) {
      refuses(() => tokenizer.encode("a", { returnOffsets }), grown);
    }
    refuses(() => tokenizer.encodeBatch(["a"]), grown);
  }
  const byteLevel = {
    type: "ByteLevel",
    add_prefix_space: true,
    trim_offsets: true,
    use_regex: false,
  };
  const pieces = times(32, byteLevel, { type: "FixedLength", length: 1 });
  const cut = load({ pre_tokenizer: sequence("pretokenizers", pieces) });
  refuses(() => cut.encode("a"), grown);
  // Each part between two added tokens, and each added token, could grow by itself.
  const parts = load({
    normalizer: sequence("normalizers", times(20, DOUBLE)),
    added_tokens: [{ id: 300, content: "x", normalized: false }],
  });
  refuses(() => parts.encode("ax".repeat(100)), "of 200 characters longer");
  refuses(
    () =>
      load({
        normalizer: sequence("normalizers", times(19, DOUBLE)),
        added_tokens: times(9, 0).map((_, i) => ({ id: 300 + i, content: `a${i}` })),
      }),
    "its stages make a text of",
  );
  // What a stage takes away again is not counted.
  const back = { type: "Replace", pattern: { String: "aa" }, content: "a" };
  const same = load({ normalizer: sequence("normalizers", times(32, DOUBLE, back)) });
  assertEquals(same.decode(same.encode("a".repeat(99_999)).input_ids).length, 99_999);
});

Deno.test("no decoder makes a text much longer", () => {
  const { input_ids } = load({}).encode("aaaa film");
  const spaces = { type: "BPEDecoder", suffix: "" };
  for (const stages of [times(64, DOUBLE), times(64, spaces)]) {
    const tokenizer = load({ decoder: sequence("decoders", stages) });
    refuses(() => tokenizer.decode(input_ids), "its stages make a text of");
  }
  const vocab = { ...(base().model as { vocab: Record<string, number> }).vocab };
  vocab["b".repeat(65_536)] = 290;
  const long = load({ model: { ...base().model as object, vocab } });
  assertEquals(long.decode([290]).length, 65_536);
  refuses(() => long.decode(new Int32Array(2049).fill(290)), "more than 134217728 characters");
  refuses(
    () => load({ model: { ...base().model as object, vocab: { ["b".repeat(65_537)]: 0 } } }),
    "a token of more than 65536 characters",
  );
});

Deno.test("nothing fills up or cuts a text to more tokens than there is memory for", () => {
  const padding = (changes: object) =>
    load({
      padding: {
        strategy: { Fixed: 8 },
        direction: "Right",
        pad_to_multiple_of: null,
        pad_id: 0,
        pad_type_id: 0,
        pad_token: "<pad>",
        ...changes,
      },
    });
  refuses(
    () => padding({ strategy: { Fixed: 2 ** 31 - 1 } }),
    "padding.strategy.Fixed: expected a",
  );
  refuses(
    () => padding({ pad_to_multiple_of: 2 ** 31 - 1 }),
    "pad_to_multiple_of: expected a whole",
  );
  const wide = padding({ strategy: { Fixed: 2 ** 20 } });
  refuses(() => wide.encode(times(65, "a") as string[]), "65 texts of 1048576 tokens makes");
  refuses(
    () => load({}).encode(["a"], { padding: true, padToMultipleOf: 2 ** 31 }),
    "padding: 1 texts of 2147483648 tokens makes 2147483648 tokens, more than 67108864",
  );

  const truncation = (changes: object) => ({
    truncation: {
      direction: "Right",
      max_length: 50_000,
      strategy: "LongestFirst",
      stride: 0,
      ...changes,
    },
  });
  const windows = load(truncation({ stride: 49_999 }));
  refuses(() => windows.encode("? ".repeat(50_000)), "truncation: a text in 50001 windows makes");
  const text = { Sequence: { id: "A", type_id: 0 } };
  const many = load({
    ...truncation({ max_length: 2 }),
    post_processor: {
      type: "TemplateProcessing",
      single: times(64, text),
      pair: [text],
      special_tokens: {},
    },
  });
  refuses(() => many.encode("? ".repeat(100)), "windows makes");
});

Deno.test("what a file adds to each text or character is limited", () => {
  const special = { id: "x", ids: times(64, 1), tokens: times(64, "a") };
  const template = {
    type: "TemplateProcessing",
    single: times(64, { SpecialToken: { id: "x", type_id: 0 } }),
    pair: [],
    special_tokens: { x: special },
  };
  refuses(
    () => load({ post_processor: template }),
    "tokenizer.json.post_processor: adds 4096 tokens to a text, more than 1024",
  );
  for (const key of ["continuing_subword_prefix", "end_of_word_suffix"]) {
    refuses(
      () => load({ model: { ...base().model as object, [key]: "x".repeat(65) } }),
      `model.${key}: expected at most 64 characters`,
    );
  }
  refuses(
    () => load({ added_tokens: [{ id: 300, content: "x".repeat(1025) }] }),
    "added_tokens[0].content: expected at most 1024 characters",
  );
});

Deno.test("texts take time proportional to their length, whatever is looked for", () => {
  const added_tokens = times(1024, 0).map((_, i) => ({
    id: 300 + i,
    content: "b".repeat(i) + "!",
  }));
  const prefixes = load({ added_tokens });
  assertEquals(prefixes.encode("b".repeat(20_000)).input_ids.length, 20_000);
  const spaces = load({ added_tokens: [{ id: 300, content: " ", rstrip: true }] });
  assertEquals(spaces.encode(" ".repeat(200_000)).input_ids.length, 200_000);
  // Marks in the order that each form has to change.
  const marks = load({ normalizer: { type: "NFD" } });
  for (const returnOffsets of [false, true]) {
    const { input_ids } = marks.encode("a" + "\u0301\u0323".repeat(1000), { returnOffsets });
    assertEquals(marks.decode(input_ids), "a" + "\u0323".repeat(1000) + "\u0301".repeat(1000));
  }
});

Deno.test("errors are of one line and short, whatever the file holds", () => {
  const bidi = "\u202e\n\r\u0085\u2028\u0007" + "x".repeat(10_000);
  refuses(
    () => BpeTokenizer.fromJSON(`{"a": \n\u0007\u202e ${bidi}`),
    "tokenizer.json: not JSON: ",
  );
  refuses(() => BpeTokenizer.fromJSON(""), "tokenizer.json: not JSON: nothing in it");
  refuses(() => BpeTokenizer.fromVocabularyFiles(`[${bidi}`, ""), "vocab.json: not JSON: ");
  refuses(() => load({ version: bidi }), 'version: expected "1.0", found "\\u{202e}\\n');
  refuses(() => load({ normalizer: { type: bidi } }), 'normalizer "\\u{202e}\\n');
  refuses(() => load({ pre_tokenizer: { type: bidi } }), "is not supported");
  refuses(() => load({ post_processor: { type: bidi } }), "is not supported");
  refuses(() => load({ decoder: { type: bidi } }), "is not supported");
  refuses(() => load({ model: { type: bidi } }), "is not supported");
  refuses(() => load({ model: { type: "BPE", vocab: { [bidi]: -1 } } }), "expected an id from 0");
  refuses(
    () => load({ model: { type: "BPE", vocab: {}, merges: [[bidi, bidi]] } }),
    "not in the vocab",
  );
  const split = {
    type: "Split",
    pattern: { Regex: `(${bidi}` },
    behavior: "Isolated",
    invert: false,
  };
  refuses(() => load({ pre_tokenizer: split }), "cannot use the regular expression");
  refuses(() => BpeTokenizer.fromTiktoken("AA==A 0"), "tiktoken file: line 1: ");
  refuses(() => BpeTokenizer.fromTiktoken("AAAA".repeat(2000) + " 0"), "more than 3072 bytes");
});

Deno.test("TokenMatcher finds the longest of the strings at the first place where there is one", () => {
  const content = fc.array(fc.constantFrom("a", "b", "😀", "\udc00"), {
    minLength: 1,
    maxLength: 5,
  })
    .map((characters) => characters.join(""));
  const text = fc.array(fc.constantFrom("a", "b", "c", "😀", "\ud83d"), { maxLength: 12 })
    .map((characters) => characters.join(""));
  fc.assert(
    fc.property(fc.array(content, { maxLength: 20 }), text, fc.nat(3), (contents, text, from) => {
      const matcher = new TokenMatcher();
      contents.forEach((content, id) => matcher.set(content, id));
      let expected;
      for (let start = from; start < text.length && expected === undefined; start++) {
        const here = contents.filter((content) => text.startsWith(content, start));
        const longest = here.sort((a, b) => b.length - a.length)[0];
        if (longest !== undefined) {
          expected = { start, end: start + longest.length, id: contents.lastIndexOf(longest) };
        }
      }
      assertEquals(matcher.find(text, from), expected);
    }),
    { numRuns: 1000 },
  );
});
