// Reads a pre-tokeniser from a tokenizer.json.

import { describe } from "../json/describe.ts";
import type { JsonObject } from "../json/json_object.ts";
import { readStages, refuseStage } from "../json/stages.ts";
import { readPattern } from "../pattern/read_pattern.ts";
import type { SplitBehavior } from "../text/aligned_text.ts";
import { BertPreTokenizer } from "./bert_pre_tokenizer.ts";
import { ByteLevel } from "./byte_level.ts";
import { CharacterDelimiterSplit } from "./character_delimiter_split.ts";
import { Digits } from "./digits.ts";
import { FixedLength } from "./fixed_length.ts";
import { Metaspace, type PrependScheme } from "./metaspace.ts";
import type { PreTokenizer } from "./pre_tokenizer.ts";
import { Punctuation } from "./punctuation.ts";
import { PreTokenizerSequence } from "./sequence.ts";
import { Split } from "./split.ts";
import { UnicodeScripts } from "./unicode_scripts.ts";
import { Whitespace } from "./whitespace.ts";
import { WhitespaceSplit } from "./whitespace_split.ts";

const MAX_FIXED_LENGTH = 2 ** 31 - 1;
const BEHAVIORS: SplitBehavior[] = [
  "Removed",
  "Isolated",
  "MergedWithPrevious",
  "MergedWithNext",
  "Contiguous",
];

/** Makes the pre-tokeniser that an object describes; an unknown one is refused by its name. */
export function readPreTokenizer(json: JsonObject, depth: number = 0): PreTokenizer {
  const type = json.string("type");
  switch (type) {
    case "ByteLevel":
      return new ByteLevel({
        addPrefixSpace: json.boolean("add_prefix_space"),
        trimOffsets: json.boolean("trim_offsets"),
        useRegex: json.boolean("use_regex", true),
      });
    case "Whitespace":
      return new Whitespace();
    case "WhitespaceSplit":
      return new WhitespaceSplit();
    case "Punctuation":
      return new Punctuation(json.oneOf("behavior", BEHAVIORS, "Isolated"));
    case "Digits":
      return new Digits(json.boolean("individual_digits"));
    case "Split":
      return new Split(
        readPattern(json.object("pattern")),
        json.oneOf("behavior", BEHAVIORS),
        json.boolean("invert"),
      );
    case "Metaspace":
      return new Metaspace(
        json.character("replacement"),
        readPrependScheme(json),
        json.get("split") == null || json.boolean("split"),
      );
    case "CharDelimiterSplit":
      return new CharacterDelimiterSplit(json.character("delimiter"));
    case "FixedLength":
      return new FixedLength(json.integer("length", MAX_FIXED_LENGTH, 5, 1));
    case "UnicodeScripts":
      return new UnicodeScripts();
    case "BertPreTokenizer":
      return new BertPreTokenizer();
    case "Sequence":
      return new PreTokenizerSequence(readStages(json, "pretokenizers", depth, readPreTokenizer));
    default:
      return refuseStage(json, `pre-tokenizer ${describe(type)}`);
  }
}

/** Reads the scheme of a Metaspace, which older files give as `add_prefix_space`. */
export function readPrependScheme(json: JsonObject): PrependScheme {
  const scheme = json.oneOf("prepend_scheme", ["always", "first", "never"], "always");
  if (json.get("add_prefix_space") !== false) return scheme;
  if (json.get("prepend_scheme") !== undefined && scheme !== "never") {
    throw new TypeError(`${json.path}: add_prefix_space contradicts prepend_scheme`);
  }
  return "never";
}
