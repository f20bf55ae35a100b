import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { BpeTokenizer } from "./bpe_tokenizer.ts";
import type { TrainProgress } from "./training/train_parts.ts";

const corpus = ["low lower lowest newer newest widest", "the lowest of the low", "wider and wider"];
const options = { vocabSize: 280, specialTokens: ["<pad>"] };

Deno.test("BpeTokenizer trains, and reads back what it wrote", () => {
  const tokenizer = BpeTokenizer.train(corpus, options);
  assertEquals(tokenizer.tokenToId("<pad>"), 0);
  assertEquals(tokenizer.idToToken(1), "!");
  assert(tokenizer.vocabSize > 257 && tokenizer.vocabSize <= 280);
  const again = BpeTokenizer.fromJSON(JSON.stringify(tokenizer));
  assertEquals(again.encode("the lowest").input_ids, tokenizer.encode("the lowest").input_ids);
  assertEquals(again.toJSON(), tokenizer.toJSON());
});

Deno.test("BpeTokenizer decodes what it encoded, for any text", () => {
  const tokenizer = BpeTokenizer.train(corpus, options);
  const text = fc.array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("<pad>", " the lowest", "\ud800", "\ufeff"),
    ),
  ).map((parts) => parts.join(""));
  fc.assert(fc.property(text, (text) => {
    assertEquals(tokenizer.decode(tokenizer.encode(text).input_ids), text.toWellFormed());
  }));
});

Deno.test("BpeTokenizer gives the same ids by every way through it", () => {
  const file = BpeTokenizer.train(corpus, options).toJSON() as Record<string, object>;
  const fast = BpeTokenizer.fromJSON(file);
  // An empty prefix changes nothing but that the path for bytes cannot be taken.
  const slow = BpeTokenizer.fromJSON({
    ...file,
    model: { ...file.model, continuing_subword_prefix: "" },
  });
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.constantFrom(...corpus), (text, words) => {
      const input = `${words}${text}<pad>`;
      const all = { returnOffsets: true } as const;
      assertEquals(slow.encode(input, all), fast.encode(input, all));
      assertEquals(fast.encode(input).input_ids, fast.encode(input, all).input_ids);
    }),
  );
});

Deno.test("trainAsync learns the same from texts that come over time", async () => {
  async function* later() {
    for (const text of corpus) yield await Promise.resolve(text);
  }
  const tokenizer = await BpeTokenizer.trainAsync(later(), options);
  assertEquals(tokenizer.toJSON(), BpeTokenizer.train(corpus, options).toJSON());
});

Deno.test("training reports progress, stops at a signal, and checks its options", async () => {
  const reports: TrainProgress[] = [];
  BpeTokenizer.train(corpus, { ...options, onProgress: (progress) => reports.push(progress) });
  assertEquals(reports[0], { phase: "count", done: 3 });
  assertEquals(reports.at(-1)!.phase, "merge");
  const signal = AbortSignal.abort(new Error("enough"));
  assertThrows(() => BpeTokenizer.train(corpus, { ...options, signal }), Error, "enough");
  await assertRejects(
    () => BpeTokenizer.trainAsync(corpus, { ...options, signal }),
    Error,
    "enough",
  );
  assertThrows(() => BpeTokenizer.train(corpus, { vocabSize: 1.5 }), RangeError, "vocabSize");
});

Deno.test("training with a normaliser, another splitter and a suffix", () => {
  const tokenizer = BpeTokenizer.train(["Low LOWER lowest", "low low"], {
    vocabSize: 40,
    normalizer: { type: "Lowercase" },
    preTokenizer: { type: "WhitespaceSplit" },
    decoder: { type: "BPEDecoder", suffix: "</w>" },
    endOfWordSuffix: "</w>",
    unknownToken: "<unk>",
    specialTokens: ["<unk>"],
  });
  assertEquals(tokenizer.tokenize("LOW"), ["low</w>"]);
  const ids = tokenizer.encode("low lowest").input_ids;
  assertEquals(tokenizer.decode(ids), "low lowest");
  assertEquals(tokenizer.tokenize("low Q"), ["low</w>", "<unk>"]);
});

Deno.test("vocabularies of more than 65,536 tokens", () => {
  let state = 1;
  const letter = () => {
    state = (state * 16807) % 0x7fffffff;
    return String.fromCharCode(97 + state % 26);
  };
  const words = Array.from(
    { length: 20_000 },
    () => " " + Array.from({ length: 9 }, letter).join(""),
  );
  const tokenizer = BpeTokenizer.train(words, { vocabSize: 66_000, minFrequency: 1 });
  assertEquals(tokenizer.vocabSize, 66_000);
  assertEquals(tokenizer.decode(tokenizer.encode(words[9]!).input_ids), words[9]);
});

Deno.test("an affix of no characters is as none, and as fast", () => {
  const bare = BpeTokenizer.train(corpus, options);
  const empty = { continuingSubwordPrefix: "", endOfWordSuffix: "" };
  const trained = BpeTokenizer.train(corpus, { ...options, ...empty });
  const file = trained.toJSON() as { model: Record<string, unknown> };
  assertEquals([file.model.continuing_subword_prefix, file.model.end_of_word_suffix], ["", ""]);
  assertEquals(trained.getVocab(), bare.getVocab());
  const again = BpeTokenizer.fromJSON(file);
  assertEquals(again.encode(corpus), bare.encode(corpus));

  const texts = Array.from({ length: 20_000 }, (_, i) => `${corpus[i % corpus.length]} ${i}`);
  const milliseconds = (tokenizer: BpeTokenizer) => {
    const start = performance.now();
    tokenizer.encodeBatch(texts);
    return performance.now() - start;
  };
  milliseconds(bare);
  const without = milliseconds(bare), withEmpty = milliseconds(again);
  assert(withEmpty < without * 5 + 100, `${withEmpty} against ${without} ms`);
});

Deno.test("dropout cuts words in many ways, the same ones for a seed", () => {
  const file = BpeTokenizer.train(corpus, options).toJSON() as Record<string, object>;
  const random = { ...file, model: { ...file.model, dropout: 0.5 } };
  const cut = (seed: number) => {
    const tokenizer = BpeTokenizer.fromJSON(random, { seed });
    return Array.from({ length: 20 }, () => tokenizer.encode("lowest").input_ids.join());
  };
  assertEquals(cut(1), cut(1));
  assert(new Set(cut(1)).size > 1);
  assert(cut(1).join() !== cut(2).join());
});

Deno.test("ids that are not in the vocabulary are left out", () => {
  const tokenizer = BpeTokenizer.train(corpus, options);
  assertEquals(tokenizer.decode([...tokenizer.encode("low").input_ids, 99_999, -1]), "low");
  assertEquals(tokenizer.idToToken(99_999), undefined);
});
