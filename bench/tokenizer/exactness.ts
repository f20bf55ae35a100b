// Compares ids, masks, offsets and decoded text with `npm:tokenizers` (Rust), token by token.

import { BpeTokenizer } from "@sluice/tokenizer";
import { readReviews } from "./_imdb.ts";
import { randomTexts } from "./texts.ts";
import * as files from "./_tokenizer_files.ts";
import { compareCl100k } from "./_compare_cl100k.ts";

/** The part of `npm:tokenizers` that is used here. */
interface PeerEncoding {
  getIds(): number[];
  getTypeIds(): number[];
  getAttentionMask(): number[];
  getSpecialTokensMask(): number[];
  getOffsets(): [number, number][];
}
interface PeerTokenizer {
  encode(text: string, pair: string | null): Promise<PeerEncoding>;
  decodeBatch(ids: number[][], skipSpecialTokens: boolean): Promise<string[]>;
}

const BATCH = 500;

/** Compares on reviews and random strings; returns the number of texts that differ. */
export async function compareExactness(
  options: { reviews: number; random: number; seed: number },
): Promise<number> {
  const specifier = "npm:tokenizers@0.23.2";
  const { Tokenizer } = await import(specifier) as {
    Tokenizer: { fromString(json: string): PeerTokenizer };
  };
  const reviews = await readReviews();
  const step = Math.floor(reviews.length / options.reviews);
  const sample = reviews.filter((_, i) => i % step === 0).slice(0, options.reviews);
  const random = randomTexts(options.random, options.seed);
  const trainingSample = reviews.slice(0, 2000);
  const gpt2 = await files.gpt2(), gpt2File = gpt2.toJSON();
  const cl100k = await files.cl100k();
  const tokenizers: [name: string, file: files.TokenizerFile][] = [
    ["GPT-2", gpt2File],
    ["Llama 2's manner", files.llama2(trainingSample)],
    ["Llama 2's manner, Metaspace", files.llama2Metaspace(trainingSample)],
    ["BERT's normaliser", files.bert(trainingSample)],
    ["IMDb, 30,000 tokens", files.imdb(reviews).toJSON()],
    ["cl100k_base", cl100k.toJSON()],
    ["RoBERTa's manner", files.roberta(gpt2File)],
    ...files.manyStages(gpt2File).map((file, i) =>
      [`other stages ${i + 1}`, file] as [string, files.TokenizerFile]
    ),
  ];
  let failures = 0;
  for (const [name, file] of tokenizers) {
    const json = JSON.stringify(file);
    const ours = BpeTokenizer.fromJSON(json), theirs = Tokenizer.fromString(json);
    for (const [kind, texts] of [["reviews", sample], ["random strings", random]] as const) {
      const differences = await compare(ours, theirs, texts);
      console.log(`${name}: ${texts.length} ${kind}, ${differences.length} differ`);
      for (const difference of differences.slice(0, 3)) console.log(`  ${difference}`);
      failures += differences.length;
    }
  }
  failures += await compareCl100k(cl100k, [...sample, ...random]);
  return failures;
}

async function compare(
  ours: BpeTokenizer,
  theirs: PeerTokenizer,
  texts: readonly string[],
): Promise<string[]> {
  const differences: string[] = [];
  for (let start = 0; start < texts.length; start += BATCH) {
    const batch = texts.slice(start, start + BATCH);
    // Every tenth text comes with the one before as its pair.
    const inputs = batch.map((text, i): string | [string, string] =>
      i % 10 === 9 ? [text, batch[i - 1]!] : text
    );
    const peers = await Promise.all(
      inputs.map((input) =>
        typeof input === "string" ? theirs.encode(input, null) : theirs.encode(...input)
      ),
    );
    const ids = peers.map((peer) => peer.getIds());
    const whole = await theirs.decodeBatch(ids, false), plain = await theirs.decodeBatch(ids, true);
    peers.forEach((peer, i) => {
      const input = inputs[i]!;
      const text = typeof input === "string" ? input : input[0];
      const encoded = ours.encode(text, {
        returnOffsets: true,
        returnTokenTypeIds: true,
        returnSpecialTokensMask: true,
        ...typeof input === "string" ? {} : { textPair: input[1] },
      });
      const check = (what: string, mine: unknown, its: unknown) => {
        const a = JSON.stringify(mine), b = JSON.stringify(its);
        if (a === b) return true;
        let at = 0;
        while (a[at] === b[at]) at++;
        differences.push(
          `${what} of ${JSON.stringify(text).slice(0, 200)}: ` +
            `ours …${a.slice(Math.max(0, at - 20), at + 60)} theirs …${
              b.slice(Math.max(0, at - 20), at + 60)
            }`,
        );
        return false;
      };
      void (check("ids", encoded.input_ids, ids[i]) &&
        (typeof input !== "string" ||
          check("ids without offsets", ours.encode(text).input_ids, ids[i])) &&
        check("offsets", encoded.offset_mapping, peer.getOffsets()) &&
        check("type ids", encoded.token_type_ids, peer.getTypeIds()) &&
        check("attention mask", encoded.attention_mask, peer.getAttentionMask()) &&
        check("special tokens mask", encoded.special_tokens_mask, peer.getSpecialTokensMask()) &&
        check("decoded text", ours.decode(ids[i]!), whole[i]) &&
        check("decoded plain text", ours.decode(ids[i]!, { skipSpecialTokens: true }), plain[i]));
    });
  }
  return differences;
}
