// The file tokenizer.json, both ways.

import { type AddedToken, makeAddedToken } from "../added_tokens/added_token.ts";
import type { Decoder } from "../decoders/decoder.ts";
import { readDecoder } from "../decoders/read_decoder.ts";
import { BpeModel } from "../model/bpe_model.ts";
import type { Normalizer } from "../normalizers/normalizer.ts";
import { readNormalizer } from "../normalizers/read_normalizer.ts";
import type { LengthDefaults, Padding, Truncation } from "../pipeline/length_options.ts";
import type { PostProcessor } from "../post_processors/post_processor.ts";
import { readPostProcessor } from "../post_processors/read_post_processor.ts";
import type { PreTokenizer } from "../pre_tokenizers/pre_tokenizer.ts";
import { readPreTokenizer } from "../pre_tokenizers/read_pre_tokenizer.ts";
import { describe } from "./describe.ts";
import { type Json, JsonObject } from "./json_object.ts";
import { parseJson } from "./parse_json.ts";

const MAX_ADDED_TOKENS = 1 << 20;
/** UTF-16 code units that an added token may have, which are looked for at each place of a text. */
const MAX_ADDED_TOKEN_LENGTH = 1024;
/** Tokens that a text may be cut to, and ids. */
const MAX_LENGTH = 2 ** 31 - 1;
/** Tokens that a text may be filled up to. */
const MAX_PADDING = 1 << 20;
/** Tokens that a post-processor may add to a text. */
const MAX_ADDED_BY_PROCESSOR = 1024;
const STRATEGIES = {
  LongestFirst: "longest_first",
  OnlyFirst: "only_first",
  OnlySecond: "only_second",
} as const;

/** All that a tokenizer.json holds. */
export interface TokenizerParts {
  model: BpeModel;
  normalizer: Normalizer | undefined;
  preTokenizer: PreTokenizer | undefined;
  postProcessor: PostProcessor | undefined;
  decoder: Decoder | undefined;
  addedTokens: readonly AddedToken[];
  defaults: LengthDefaults;
}

/** Reads a tokenizer.json, as text or parsed; an error names the field that is wrong. */
export function readTokenizerJson(source: unknown): TokenizerParts {
  const json = new JsonObject(
    typeof source === "string" ? parseJson(source, "tokenizer.json") : source,
    "tokenizer.json",
  );
  const version = json.string("version", "1.0");
  if (version !== "1.0") {
    throw new TypeError(`tokenizer.json.version: expected "1.0", found ${describe(version)}`);
  }
  const stage = <T>(key: string, read: (json: JsonObject) => T): T | undefined => {
    const value = json.optionalObject(key);
    return value && read(value);
  };
  const added = json.get("added_tokens") == null
    ? []
    : json.array("added_tokens", MAX_ADDED_TOKENS);
  return {
    model: BpeModel.fromJSON(json.object("model")),
    normalizer: stage("normalizer", readNormalizer),
    preTokenizer: stage("pre_tokenizer", readPreTokenizer),
    postProcessor: stage("post_processor", readBoundedPostProcessor),
    decoder: stage("decoder", readDecoder),
    addedTokens: added.map((token, i) =>
      readAddedToken(new JsonObject(token, `tokenizer.json.added_tokens[${i}]`))
    ),
    defaults: {
      truncation: stage("truncation", readTruncation),
      padding: stage("padding", readPadding),
    },
  };
}

function readBoundedPostProcessor(json: JsonObject): PostProcessor {
  const processor = readPostProcessor(json);
  const added = Math.max(processor.addedTokens(false), processor.addedTokens(true));
  if (added > MAX_ADDED_BY_PROCESSOR) {
    throw new TypeError(
      `${json.path}: adds ${added} tokens to a text, more than ${MAX_ADDED_BY_PROCESSOR}`,
    );
  }
  return processor;
}

function readAddedToken(json: JsonObject): AddedToken {
  return makeAddedToken({
    content: json.string("content", undefined, MAX_ADDED_TOKEN_LENGTH),
    singleWord: json.boolean("single_word", false),
    lstrip: json.boolean("lstrip", false),
    rstrip: json.boolean("rstrip", false),
    normalized: json.boolean("normalized", true),
  }, json.boolean("special", false));
}

function readTruncation(json: JsonObject): Truncation {
  const strategies = Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[];
  return {
    maxLength: json.integer("max_length", MAX_LENGTH),
    strategy: STRATEGIES[json.oneOf("strategy", strategies)],
    stride: json.integer("stride", MAX_LENGTH),
    side: json.oneOf("direction", ["Right", "Left"], "Right") === "Right" ? "right" : "left",
  };
}

function readPadding(json: JsonObject): Padding {
  const isLongest = json.get("strategy") === "BatchLongest";
  const multipleOf = json.get("pad_to_multiple_of") == null
    ? null
    : json.integer("pad_to_multiple_of", MAX_PADDING);
  return {
    length: isLongest ? null : json.object("strategy").integer("Fixed", MAX_PADDING),
    multipleOf: multipleOf === 0 ? null : multipleOf,
    side: json.oneOf("direction", ["Right", "Left"]) === "Right" ? "right" : "left",
    pad: {
      id: json.integer("pad_id", MAX_LENGTH),
      typeId: json.integer("pad_type_id", MAX_LENGTH),
      token: json.string("pad_token"),
    },
  };
}

/** Writes a tokenizer.json; `added` has the ids that the tokens got. */
export function writeTokenizerJson(
  parts: TokenizerParts,
  added: readonly [id: number, token: AddedToken][],
): { [key: string]: Json } {
  const { truncation, padding } = parts.defaults;
  return {
    version: "1.0",
    truncation: truncation ? writeTruncation(truncation) : null,
    padding: padding ? writePadding(padding) : null,
    added_tokens: added.map(([id, token]) => ({
      id,
      content: token.content,
      single_word: token.singleWord,
      lstrip: token.lstrip,
      rstrip: token.rstrip,
      normalized: token.normalized,
      special: token.special,
    })),
    normalizer: parts.normalizer?.toJSON() ?? null,
    pre_tokenizer: parts.preTokenizer?.toJSON() ?? null,
    post_processor: parts.postProcessor?.toJSON() ?? null,
    decoder: parts.decoder?.toJSON() ?? null,
    model: parts.model.toJSON(),
  };
}

function writeTruncation({ maxLength, strategy, stride, side }: Truncation): Json {
  const [name] = Object.entries(STRATEGIES).find(([, value]) => value === strategy)!;
  return {
    direction: side === "right" ? "Right" : "Left",
    max_length: maxLength,
    strategy: name,
    stride,
  };
}

function writePadding({ length, multipleOf, side, pad }: Padding): Json {
  return {
    strategy: length === null ? "BatchLongest" : { Fixed: length },
    direction: side === "right" ? "Right" : "Left",
    pad_to_multiple_of: multipleOf,
    pad_id: pad.id,
    pad_type_id: pad.typeId,
    pad_token: pad.token,
  };
}
