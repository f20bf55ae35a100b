// Tokenizers that try each stage and each kind of pattern by itself.

import { BpeTokenizer } from "@sluice/tokenizer";
import type { TokenizerFile } from "./_tokenizer_files.ts";

/** A tokenizer.json, as what it changes in another one. */
export interface StageCase {
  what: string;
  changes: TokenizerFile;
}

/** What Split can do with what it finds. */
export const BEHAVIORS: readonly string[] = [
  "Removed",
  "Isolated",
  "MergedWithPrevious",
  "MergedWithNext",
  "Contiguous",
];

/** Patterns that match at odd places. */
export const PATTERNS: readonly TokenizerFile[] = [
  { String: "" },
  { String: " " },
  { Regex: "" },
  { Regex: "(?=b)" },
  { Regex: "(?<=b)" },
  { Regex: "^" },
  { Regex: "$" },
  { Regex: "a*" },
  { Regex: "a*?" },
  { Regex: "\\z" },
  { Regex: "\\Z" },
  { Regex: "\\b" },
  { Regex: "\\B" },
  { Regex: "\\s+" },
  { Regex: "(?=\\p{Lu})" },
];

const REGEXES = String.raw`a++b|a
a*+b
b?+b|a
(?>ab*)+b?
a{1,2}+
a{,2}b
a{2}+
a{2,}+b
\b\w+\b
[\b]
(?:ab*c)+
(?:a|b)+
(?:ab|c)*x
(?:\p{L}\p{M}*)+
(?:a\s*)*b
(?:ab{1,2}){2,3}
(?:(?!b|c)\w)+
(?:[^\S\n]*\n)+
(?:b?|a)?+c
(?<name>a|b)c
a(?i)B|C
(?m:a.)`.split("\n");

const UPPER = String.raw`\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}`,
  LOWER = String.raw`\p{Ll}\p{Lm}\p{Lo}\p{M}`;
const NOT_HAN = String.raw`&&[^\p{Han}]`, CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?";
const OTHERS = String.raw`\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

/** In the manner of models on the Hub. */
const HUB_REGEXES: Record<string, string> = {
  "o200k_base": String.raw`[^\r\n\p{L}\p{N}]?[${UPPER}]*[${LOWER}]+${CONTRACTIONS}` +
    String.raw`|[^\r\n\p{L}\p{N}]?[${UPPER}]+[${LOWER}]*${CONTRACTIONS}|${OTHERS}`,
  "Kimi K2": String.raw`[\p{Han}]+|[^\r\n\p{L}\p{N}]?[${UPPER}${NOT_HAN}]*[${LOWER}${NOT_HAN}]+` +
    String.raw`${CONTRACTIONS}|[^\r\n\p{L}\p{N}]?[${UPPER}${NOT_HAN}]+[${LOWER}${NOT_HAN}]*` +
    `${CONTRACTIONS}|${OTHERS}`,
  "DeepSeek V3": String.raw`[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_{|}~][A-Za-z]+` +
    String
      .raw`|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  "possessive": String.raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+` +
    String.raw`| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s`,
  "BLOOM": " ?[^(\\s|[.,!?…。，、।۔،])]+",
  "digits from the right": String.raw`(?<=\d)(?=(?:\d{3})+(?!\d))`,
  "words": String.raw`\w+(?:['’-]\w+)*|\d+(?:[.,]\d+)*`,
  "quotations": String.raw`"(?:[^"\\]|\\.)*"`,
  "tags": String.raw`<(?:/?\w+)(?:\s[^<>]*)?>`,
};

/** Every stage and pattern by itself. */
export function stageCases(): StageCase[] {
  const cases: StageCase[] = [];
  const add = (what: string, changes: TokenizerFile) => cases.push({ what, changes });
  const split = (pattern: TokenizerFile, behavior: string, invert: boolean) => ({
    type: "Split",
    pattern,
    behavior,
    invert,
  });
  for (const pattern of PATTERNS) {
    const name = JSON.stringify(pattern);
    for (const behavior of BEHAVIORS) {
      for (const invert of [false, true]) {
        add(`Split at ${name}, ${behavior}${invert ? ", inverted" : ""}`, {
          pre_tokenizer: split(pattern, behavior, invert),
        });
      }
    }
    const replace = { type: "Replace", pattern, content: "- " };
    add(`Replace ${name}`, { normalizer: replace, decoder: replace });
  }
  for (const Regex of REGEXES) {
    add(`Split at ${Regex}`, { pre_tokenizer: split({ Regex }, "Isolated", false) });
  }
  for (const [name, Regex] of Object.entries(HUB_REGEXES)) {
    add(`Split in the manner of ${name}`, {
      pre_tokenizer: split({ Regex }, "Isolated", false),
    });
  }
  for (const suffix of ["", "b"]) {
    add(`BPEDecoder ${JSON.stringify(suffix)}`, { decoder: { type: "BPEDecoder", suffix } });
  }
  for (const prepend of ["", "▁"]) {
    add(`Prepend ${JSON.stringify(prepend)}`, { normalizer: { type: "Prepend", prepend } });
  }
  add("Nmt", { normalizer: { type: "Nmt" } });
  add("ByteLevel as a normaliser", {
    normalizer: { type: "ByteLevel" },
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
  });
  for (const delimiter of ["a", " ", "😀"]) {
    add(`CharDelimiterSplit ${delimiter}`, {
      pre_tokenizer: { type: "CharDelimiterSplit", delimiter },
    });
  }
  for (const length of [1, 2, 5]) {
    add(`FixedLength ${length}`, { pre_tokenizer: { type: "FixedLength", length } });
  }
  add("UnicodeScripts", { pre_tokenizer: { type: "UnicodeScripts" } });
  add("Sequences within Sequences", {
    normalizer: {
      type: "Sequence",
      normalizers: [
        { type: "Sequence", normalizers: [{ type: "NFC" }, { type: "Lowercase" }] },
        { type: "Sequence", normalizers: [] },
      ],
    },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        {
          type: "Sequence",
          pretokenizers: [{ type: "Digits", individual_digits: true }],
        },
        { type: "Punctuation", behavior: "Isolated" },
      ],
    },
    decoder: {
      type: "Sequence",
      decoders: [{ type: "Sequence", decoders: [{ type: "Fuse" }] }],
    },
    post_processor: {
      type: "Sequence",
      processors: [{
        type: "Sequence",
        processors: [{ type: "BertProcessing", sep: ["a", 3], cls: ["b", 2] }],
      }],
    },
  });
  add("ByteLevel with a space in front, then Metaspace at the start", {
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: false },
        { type: "BertPreTokenizer" },
        { type: "Metaspace", replacement: "x", prepend_scheme: "first", split: true },
      ],
    },
  });
  return cases;
}

/** The tokenizer that the cases change: characters, and what pairs of them make. */
export function stageBase(): TokenizerFile {
  return BpeTokenizer.train(stageTexts(), {
    vocabSize: 300,
    minFrequency: 1,
    preTokenizer: null,
    unknownToken: "<unk>",
    specialTokens: ["<unk>"],
  }).toJSON();
}

/** The texts of the cases. */
export function stageTexts(): string[] {
  return [
    "",
    "a",
    "ab",
    "abab",
    "aab bc",
    " ",
    "?",
    "  a  b  ",
    "a\n\nb\n",
    "😀",
    "a😀b",
    "The FILM, 123 Ä",
    "ne\u0301e\u0300 x²",
    "東京タワー と Tokyo привет",
    "a\u200bb\u0007c\u2581\ufeffd",
    "It's 1,234.5 (can’t) 12345\r\n",
    'say "a \\" b" <br /> c',
  ];
}
