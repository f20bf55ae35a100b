// Tokenizers at random: every stage, model option and kind of added token, put together in any way.
import { BpeTokenizer } from "@sluice/tokenizer";
import { BEHAVIORS, PATTERNS, stageTexts } from "../../../bench/tokenizer/stage_cases.ts";
import { SPECIAL_TOKENS } from "../../../bench/tokenizer/texts.ts";
import type { Random } from "../random.ts";
import { randomRegex } from "./random_regex.ts";

/** A tokenizer.json that may be changed. */
// deno-lint-ignore no-explicit-any
export type TokenizerFile = any;

const BYTE_TOKENS = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
);

let bases: TokenizerFile[] | undefined;

/** Small models of each kind: of characters, of bytes, with bytes for unknown ones, with affixes. */
function modelBases(): TokenizerFile[] {
  const train = (options: object): TokenizerFile =>
    BpeTokenizer.train(stageTexts(), {
      vocabSize: 300,
      minFrequency: 1,
      preTokenizer: null,
      unknownToken: "<unk>",
      specialTokens: ["<unk>", "<pad>"],
      ...options,
    }).toJSON();
  const whitespace = { preTokenizer: { type: "Whitespace" } };
  return bases ??= [
    train({}),
    train({ preTokenizer: undefined, unknownToken: undefined }),
    train({ specialTokens: ["<unk>", ...BYTE_TOKENS], vocabSize: 500 }),
    train({ ...whitespace, endOfWordSuffix: "</w>" }),
    train({ ...whitespace, continuingSubwordPrefix: "##" }),
  ];
}

/** A tokenizer at random. */
export function randomTokenizer(random: Random): TokenizerFile {
  const file = structuredClone(random.pick(modelBases()));
  const flip = () => random.chance(0.5);
  file.model.ignore_merges = random.chance(0.2);
  file.model.fuse_unk = flip();
  if (flip()) file.model.byte_fallback = flip();
  if (random.chance(0.2)) file.model.unk_token = null;
  const stages = new RandomStages(random);
  if (flip()) file.normalizer = stages.normalizer(2);
  if (random.chance(0.8)) file.pre_tokenizer = stages.preTokenizer(2);
  if (flip()) file.decoder = stages.decoder(2);
  if (flip()) file.post_processor = stages.postProcessor(1);
  const size = Object.keys(file.model.vocab).length;
  const contents = new Set(file.added_tokens.map(({ content }: { content: string }) => content));
  for (let i = random.below(6); i > 0; i--) {
    const content = randomContent(random);
    if (contents.has(content)) continue;
    contents.add(content);
    file.added_tokens.push({
      id: file.model.vocab[content] ?? size + file.added_tokens.length,
      content,
      single_word: random.chance(0.3),
      lstrip: random.chance(0.3),
      rstrip: random.chance(0.3),
      normalized: flip(),
      special: flip(),
    });
  }
  if (random.chance(0.1)) {
    file.truncation = {
      direction: random.pick(["Left", "Right"]),
      max_length: random.between(8, 20),
      strategy: "LongestFirst",
      stride: random.below(3),
    };
  }
  if (random.chance(0.1)) {
    file.padding = {
      strategy: random.pick<unknown>(["BatchLongest", { Fixed: random.below(30) }]),
      direction: random.pick(["Left", "Right"]),
      pad_to_multiple_of: random.pick([null, 8]),
      pad_id: random.below(5),
      pad_type_id: random.below(2),
      pad_token: "<pad>",
    };
  }
  return file;
}

function randomContent(random: Random): string {
  const parts = ["a", "b", " ", "ab", "film", "😀", "é", "É", "\u0301", "x²", "\n", "-", "▁", "Ġ"];
  return random.chance(0.4)
    ? random.pick(SPECIAL_TOKENS)
    : Array.from({ length: random.between(1, 3) }, () => random.pick(parts)).join("");
}

/** Stages, which may lie within each other. */
class RandomStages {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  #flip(): boolean {
    return this.#random.chance(0.5);
  }

  #several(make: (depth: number) => TokenizerFile, depth: number): TokenizerFile[] {
    return Array.from({ length: this.#random.below(4) }, () => make(depth - 1));
  }

  #byteLevel(): TokenizerFile {
    return {
      type: "ByteLevel",
      add_prefix_space: this.#flip(),
      trim_offsets: this.#flip(),
      use_regex: this.#flip(),
    };
  }

  #pattern(): TokenizerFile {
    const random = this.#random;
    return random.chance(0.5) ? random.pick(PATTERNS) : { Regex: randomRegex(random) };
  }

  /** A normaliser, with Sequences within each other down to `depth`. */
  normalizer(depth: number): TokenizerFile {
    const random = this.#random;
    return random.pick<() => TokenizerFile>([
      () => ({ type: random.pick(["Lowercase", "NFC", "NFD", "NFKC", "NFKD", "StripAccents"]) }),
      () => ({ type: random.pick(["Nmt", "ByteLevel"]) }),
      () => ({ type: "Strip", strip_left: this.#flip(), strip_right: this.#flip() }),
      () => ({ type: "Prepend", prepend: random.pick(["▁", "", "ab", " "]) }),
      () => ({
        type: "Replace",
        pattern: this.#pattern(),
        content: random.pick(["", "-", "ab ", "▁"]),
      }),
      () => ({
        type: "BertNormalizer",
        clean_text: this.#flip(),
        handle_chinese_chars: this.#flip(),
        strip_accents: random.pick([null, true, false]),
        lowercase: this.#flip(),
      }),
      ...depth > 0
        ? [
          () => ({
            type: "Sequence",
            normalizers: this.#several((depth) => this.normalizer(depth), depth),
          }),
        ]
        : [],
    ])();
  }

  /** A pre-tokeniser, with Sequences within each other down to `depth`. */
  preTokenizer(depth: number): TokenizerFile {
    const random = this.#random;
    return random.pick<() => TokenizerFile>([
      () => this.#byteLevel(),
      () => ({
        type: random.pick(["Whitespace", "WhitespaceSplit", "BertPreTokenizer", "UnicodeScripts"]),
      }),
      () => ({ type: "Punctuation", behavior: random.pick(BEHAVIORS) }),
      () => ({ type: "Digits", individual_digits: this.#flip() }),
      () => ({
        type: "Split",
        pattern: this.#pattern(),
        behavior: random.pick(BEHAVIORS),
        invert: this.#flip(),
      }),
      () => ({
        type: "Metaspace",
        replacement: random.pick(["▁", "a", "-"]),
        prepend_scheme: random.pick(["always", "first", "never"]),
        split: this.#flip(),
      }),
      () => ({ type: "CharDelimiterSplit", delimiter: random.pick(["a", " ", "-", "😀"]) }),
      () => ({ type: "FixedLength", length: 1 + random.below(4) }),
      ...depth > 0
        ? [
          () => ({
            type: "Sequence",
            pretokenizers: this.#several((depth) => this.preTokenizer(depth), depth),
          }),
        ]
        : [],
    ])();
  }

  /** A decoder, with Sequences within each other down to `depth`. */
  decoder(depth: number): TokenizerFile {
    const random = this.#random;
    return random.pick<() => TokenizerFile>([
      () => ({ type: random.pick(["ByteFallback", "Fuse"]) }),
      () => ({ type: "BPEDecoder", suffix: random.pick(["", "a", "</w>"]) }),
      () => ({ type: "Strip", content: random.pick([" ", "a"]), start: random.below(3), stop: 0 }),
      () => ({
        type: "Replace",
        pattern: this.#pattern(),
        content: random.pick(["", "-", "ab "]),
      }),
      ...depth > 0
        ? [
          () => ({
            type: "Sequence",
            decoders: this.#several((depth) => this.decoder(depth), depth),
          }),
        ]
        : [],
    ])();
  }

  /** A post-processor, with Sequences within each other down to `depth`. */
  postProcessor(depth: number): TokenizerFile {
    const random = this.#random;
    const added = (token: string): [string, number] => [token, random.below(5)];
    return random.pick<() => TokenizerFile>([
      () => this.#byteLevel(),
      () => ({ type: "BertProcessing", sep: added("[SEP]"), cls: added("[CLS]") }),
      () => ({
        type: "RobertaProcessing",
        sep: added("</s>"),
        cls: added("<s>"),
        trim_offsets: this.#flip(),
        add_prefix_space: this.#flip(),
      }),
      () => this.#template(),
      ...depth > 0
        ? [() => ({
          type: "Sequence",
          processors: this.#several((depth) => this.postProcessor(depth), depth),
        })]
        : [],
    ])();
  }

  #template(): TokenizerFile {
    const random = this.#random;
    const special = () => ({
      SpecialToken: { id: random.pick(["s", "t"]), type_id: random.below(3) },
    });
    const text = (id: string) => ({ Sequence: { id, type_id: random.below(3) } });
    const some = () => Array.from({ length: random.below(3) }, special);
    return {
      type: "TemplateProcessing",
      single: [...some(), text("A"), ...some()],
      pair: [...some(), text("A"), ...some(), text("B"), ...some()],
      special_tokens: {
        s: { id: "s", ids: [1], tokens: ["s"] },
        t: { id: "t", ids: [2, 3], tokens: ["t", "u"] },
      },
    };
  }
}
