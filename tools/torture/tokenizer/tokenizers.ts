// Tokenizers at random against Hugging Face's.
import { BpeTokenizer } from "@sluice/tokenizer";
import { stageTexts } from "../../../bench/tokenizer/stage_cases.ts";
import { randomText } from "../../../bench/tokenizer/texts.ts";
import type { Part } from "../part.ts";
import { checkPlainError } from "../plain_error.ts";
import type { Random } from "../random.ts";
import { Peer } from "./peer.ts";
import type { Answer, Question } from "./peer_process.ts";
import { faultyFields } from "./peer_faults.ts";
import { randomTokenizer, type TokenizerFile } from "./random_tokenizer.ts";

const TEXTS = 200;

const peer = new Peer();

/** One tokenizer on 200 texts: ids, offsets, masks and decoded texts are Hugging Face's. */
export const tokenizers: Part = {
  name: "tokenizers",
  share: 3,
  finish: () => peer.stop(),
  async run({ random, count }) {
    const file = randomTokenizer(random);
    const ours = load(file);
    if (ours === undefined) return count("patterns refused by us");
    const faulty = {
      one: faultyFields(file, ours, false),
      pair: faultyFields(file, ours, true),
    };
    if (faulty.one.has("ids")) return count("configurations where the peer is wrong");
    const texts = randomPairs(random, !faulty.pair.has("ids"));
    const lines = await peer.ask({ file, texts });
    const [first] = lines;
    if (first !== undefined && "refused" in first) return count("refused by the peer");
    count("configurations");
    for (const [i, [text, pair]] of texts.entries()) {
      const line = lines[i];
      count("texts");
      if (line === undefined) {
        throw new Error(`the peer ended at ${describeTexts(text, pair, file)}`);
      }
      if ("failed" in line) {
        throw new Error(`the peer fails: ${line.failed}: ${describeTexts(text, pair, file)}`);
      }
      if ("answer" in line) {
        compare(ours, file, text, pair, line.answer, pair === null ? faulty.one : faulty.pair);
      }
    }
  },
};

function load(file: unknown): BpeTokenizer | undefined {
  try {
    return BpeTokenizer.fromJSON(file);
  } catch (error) {
    checkPlainError(error);
    // What we read of regular expressions is less than what Oniguruma does, as the README says.
    if (/cannot use the regular expression/.test((error as Error).message)) return undefined;
    throw error;
  }
}

function randomPairs(random: Random, withPairs: boolean): Question["texts"] {
  const texts = [...stageTexts(), ...Array.from({ length: TEXTS }, () => randomText(random))]
    .slice(0, TEXTS).map((text) => text.slice(0, 60).toWellFormed());
  return texts.map((text, i) => [
    text,
    withPairs && i > 0 && random.chance(0.1) ? texts[i - 1]! : null,
  ]);
}

function compare(
  ours: BpeTokenizer,
  file: TokenizerFile,
  text: string,
  pair: string | null,
  answer: Answer,
  faulty: ReadonlySet<keyof Answer>,
): void {
  const textPair = pair === null ? {} : { textPair: pair };
  const encoded = ours.encode(text, {
    ...textPair,
    returnOffsets: true,
    returnTokenTypeIds: true,
    returnSpecialTokensMask: true,
  });
  const decode = (skipSpecialTokens: boolean) =>
    answer.ids.length > 0 ? ours.decode(answer.ids, { skipSpecialTokens }) : "";
  const found: Answer = {
    ids: encoded.input_ids,
    offsets: encoded.offset_mapping!,
    typeIds: encoded.token_type_ids!,
    specialTokensMask: encoded.special_tokens_mask!,
    attentionMask: encoded.attention_mask,
    decoded: decode(false),
    decodedPlain: decode(true),
  };
  for (const key of Object.keys(answer) as (keyof Answer)[]) {
    const mine = JSON.stringify(found[key]), theirs = JSON.stringify(answer[key]);
    if (faulty.has(key) || mine === theirs) continue;
    throw new Error(`${key}: ${mine}, the peer's ${theirs}: ${describeTexts(text, pair, file)}`);
  }
  const plain = ours.encode(text, textPair).input_ids;
  if (JSON.stringify(plain) !== JSON.stringify(encoded.input_ids)) {
    throw new Error(
      `ids without offsets ${plain}, with ${encoded.input_ids}: ${describeTexts(text, pair, file)}`,
    );
  }
}

function describeTexts(text: string, pair: string | null, file: TokenizerFile): string {
  const { vocab: _vocab, merges: _merges, ...model } = file.model;
  return JSON.stringify({ text, pair, file: { ...file, model } });
}
