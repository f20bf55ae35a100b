// Reads a normaliser from a tokenizer.json.

import { describe } from "../json/describe.ts";
import type { JsonObject } from "../json/json_object.ts";
import { readStages, refuseStage } from "../json/stages.ts";
import { readPattern } from "../pattern/read_pattern.ts";
import { BertNormalizer } from "./bert_normalizer.ts";
import { ByteLevelNormalizer } from "./byte_level.ts";
import { Lowercase } from "./lowercase.ts";
import { Nmt } from "./nmt.ts";
import type { Normalizer } from "./normalizer.ts";
import { Prepend } from "./prepend.ts";
import { Replace } from "./replace.ts";
import { NormalizerSequence } from "./sequence.ts";
import { Strip } from "./strip.ts";
import { StripAccents } from "./strip_accents.ts";
import { UnicodeForm } from "./unicode_form.ts";

/** Makes the normaliser that an object describes; an unknown one is refused by its name. */
export function readNormalizer(json: JsonObject, depth: number = 0): Normalizer {
  const type = json.string("type");
  switch (type) {
    case "ByteLevel":
      return new ByteLevelNormalizer();
    case "Nmt":
      return new Nmt();
    case "Lowercase":
      return new Lowercase();
    case "NFC":
    case "NFD":
    case "NFKC":
    case "NFKD":
      return new UnicodeForm(type);
    case "Strip":
      return new Strip(json.boolean("strip_left"), json.boolean("strip_right"));
    case "StripAccents":
      return new StripAccents();
    case "Prepend":
      return new Prepend(json.string("prepend"));
    case "Replace":
      return new Replace(readPattern(json.object("pattern")), json.string("content"));
    case "BertNormalizer":
      return new BertNormalizer({
        cleanText: json.boolean("clean_text", true),
        handleChineseCharacters: json.boolean("handle_chinese_chars", true),
        stripAccents: json.get("strip_accents") == null ? null : json.boolean("strip_accents"),
        lowercase: json.boolean("lowercase", true),
      });
    case "Sequence":
      return new NormalizerSequence(readStages(json, "normalizers", depth, readNormalizer));
    default:
      return refuseStage(json, `normalizer ${describe(type)}`);
  }
}
