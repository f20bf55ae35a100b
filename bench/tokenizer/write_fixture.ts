// Asks npm:tokenizers for what it makes of random strings with small tokenizers of every kind, and writes
// the answers to packages/tokenizer/_fixtures/hugging_face.json and stages.json, which the package's tests
// compare with.
// Run: deno run -A --no-lock --node-modules-dir=none bench/tokenizer/write_fixture.ts

import { BpeTokenizer } from "@sluice/tokenizer";
import { stageBase, stageCases, stageTexts } from "./stage_cases.ts";
import * as files from "./_tokenizer_files.ts";
import { randomTexts } from "./texts.ts";

const specifier = "npm:tokenizers@0.23.2";
const { Tokenizer } = await import(specifier);

const corpus = randomTexts(400, 5).map((text) => text.slice(0, 200)).concat(
  Array.from({ length: 20 }, () => "the film was the finest of all the films, it's 1984 and there"),
);
const small = (options: object) =>
  BpeTokenizer.train(corpus, { vocabSize: 400, minFrequency: 2, ...options }).toJSON();
const shrink = (file: files.TokenizerFile, vocabSize: number) => {
  // Without the rarest characters and merges, so that the fixture stays small.
  const names = Object.keys(file.model.vocab).slice(0, vocabSize);
  const kept = new Set(names);
  file.model.vocab = Object.fromEntries(names.map((name) => [name, file.model.vocab[name]]));
  const prefix = file.model.continuing_subword_prefix?.length ?? 0;
  file.model.merges = file.model.merges.filter(([left, right]: [string, string]) =>
    kept.has(left) && kept.has(right) && kept.has(left + right.slice(prefix))
  );
  return file;
};
const bytes = small({});
const tokenizers: files.TokenizerFile[] = [
  bytes,
  files.roberta(bytes),
  ...files.manyStages(bytes),
  shrink(files.llama2(corpus), 900),
  shrink(files.llama2Metaspace(corpus), 900),
  shrink(files.bert(corpus), 900),
  small({ normalizer: { type: "Lowercase" } }),
];
const texts = randomTexts(60, 3).map((text) => text.slice(0, 60).toWellFormed());
const cases = [];
for (const tokenizer of tokenizers) {
  const peer = Tokenizer.fromString(JSON.stringify(tokenizer));
  const answers = [];
  for (const [i, text] of texts.entries()) {
    const pair = i % 6 === 5 ? texts[i - 1]! : null;
    const encoding = await peer.encode(text, pair);
    const ids = encoding.getIds();
    answers.push({
      text,
      pair,
      ids,
      offsets: encoding.getOffsets(),
      typeIds: encoding.getTypeIds(),
      specialTokensMask: encoding.getSpecialTokensMask(),
      decoded: await peer.decode(ids, false),
      decodedPlain: await peer.decode(ids, true),
    });
  }
  cases.push({ tokenizer, answers });
}
const path = new URL("../../packages/tokenizer/_fixtures/hugging_face.json", import.meta.url);
await Deno.writeTextFile(path, JSON.stringify(cases) + "\n");

// Each stage by itself; the tokenizer that the cases change stands there once.
const base = stageBase();
const stages = [];
for (const { what, changes } of stageCases()) {
  const peer = Tokenizer.fromString(JSON.stringify({ ...base, ...changes }));
  const answers = [];
  for (const text of stageTexts()) {
    const encoding = await peer.encode(text, null);
    const ids = encoding.getIds();
    const decoded = ids.length > 0 ? await peer.decode(ids, false) : "";
    answers.push({ text, ids, offsets: encoding.getOffsets(), decoded });
  }
  stages.push({ what, changes, answers });
}
const stagesPath = new URL("../../packages/tokenizer/_fixtures/stages.json", import.meta.url);
await Deno.writeTextFile(stagesPath, JSON.stringify({ base, stages }) + "\n");
