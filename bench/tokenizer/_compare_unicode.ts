// Asks npm:tokenizers about every code point: what it splits at, what it turns it into.

import { BpeTokenizer } from "@sluice/tokenizer";
import type { TokenizerFile } from "./_tokenizer_files.ts";

interface PeerTokenizer {
  encode(
    text: string,
    pair: null,
  ): Promise<{ getIds(): number[]; getOffsets(): [number, number][] }>;
}

const BYTE_LEVEL = {
  type: "ByteLevel",
  add_prefix_space: false,
  trim_offsets: false,
  use_regex: false,
};
const split = (Regex: string) => ({
  type: "Split",
  pattern: { Regex },
  behavior: "Isolated",
  invert: false,
});
const NORMALIZERS = [
  { type: "Lowercase" },
  { type: "NFC" },
  { type: "NFD" },
  { type: "NFKC" },
  { type: "NFKD" },
  { type: "StripAccents" },
  {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: true,
    lowercase: false,
  },
  { type: "Nmt" },
  { type: "ByteLevel" },
];
const PRE_TOKENIZERS = [
  split("\\p{L}"),
  split("\\p{N}"),
  split("\\s"),
  split("\\w"),
  split("[\\w]"),
  { type: "Whitespace" },
  { type: "WhitespaceSplit" },
  { type: "Punctuation", behavior: "Isolated" },
  { type: "Digits", individual_digits: true },
  { type: "UnicodeScripts" },
  split("\\b"),
  split("\\B"),
];

/** Compares each stage on texts that hold all code points; returns the number of texts that differ. */
export async function compareUnicode(): Promise<number> {
  const specifier = "npm:tokenizers@0.23.2";
  const { Tokenizer } = await import(specifier) as {
    Tokenizer: { fromString(json: string): PeerTokenizer };
  };
  const texts = allCodePoints();
  const file = tokenizerOfPairs();
  let failures = 0;
  for (const stage of [...NORMALIZERS, ...PRE_TOKENIZERS]) {
    const json = JSON.stringify(
      NORMALIZERS.includes(stage as typeof NORMALIZERS[number]) ? { ...file, normalizer: stage } : {
        ...file,
        pre_tokenizer: { type: "Sequence", pretokenizers: [stage, BYTE_LEVEL] },
      },
    );
    const ours = BpeTokenizer.fromJSON(json), theirs = Tokenizer.fromString(json);
    let differing = 0;
    for (const text of texts) {
      const peer = await theirs.encode(text, null);
      const mine = ours.encode(text, { returnOffsets: true });
      if (
        JSON.stringify(mine.input_ids) !== JSON.stringify(peer.getIds()) ||
        JSON.stringify(mine.offset_mapping) !== JSON.stringify(peer.getOffsets())
      ) differing++;
    }
    const name = "pattern" in stage ? `Split at ${stage.pattern.Regex}` : stage.type;
    console.log(`${name}: every code point, ${differing} of ${texts.length} texts differ`);
    failures += differing;
  }
  return failures;
}

/** Bytes, and an `a` with any byte: whether `a` and what follows are one token tells if they were split. */
function tokenizerOfPairs(): TokenizerFile {
  const file: TokenizerFile = BpeTokenizer.train([""], { vocabSize: 256 }).toJSON();
  for (const byte of Object.keys(file.model.vocab)) {
    file.model.vocab[`a${byte}`] = Object.keys(file.model.vocab).length;
    file.model.merges.push(["a", byte]);
  }
  return file;
}

/** Each code point once, after the letter a. */
function allCodePoints(): string[] {
  const texts: string[] = [];
  for (let start = 0; start < 0x110000; start += 0x400) {
    if (start >= 0xd800 && start < 0xe000) continue;
    let text = "";
    for (let codePoint = start; codePoint < start + 0x400; codePoint++) {
      text += `a${String.fromCodePoint(codePoint)}`;
    }
    texts.push(text);
  }
  return texts;
}
