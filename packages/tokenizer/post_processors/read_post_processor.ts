// Reads a post-processor from a tokenizer.json.

import { describe } from "../json/describe.ts";
import { JsonObject } from "../json/json_object.ts";
import { MAX_STAGES, readStages, refuseStage } from "../json/stages.ts";
import { ByteLevel } from "../pre_tokenizers/byte_level.ts";
import { BertProcessing, type TokenAndId } from "./bert_processing.ts";
import { ByteLevelProcessing } from "./byte_level_processing.ts";
import type { PostProcessor } from "./post_processor.ts";
import { RobertaProcessing } from "./roberta_processing.ts";
import { PostProcessorSequence } from "./sequence.ts";
import {
  type TemplatePiece,
  TemplateProcessing,
  type TemplateToken,
} from "./template_processing.ts";

const MAX_ID = 2 ** 31 - 1;

/** Makes the post-processor that an object describes; an unknown one is refused by its name. */
export function readPostProcessor(json: JsonObject, depth: number = 0): PostProcessor {
  const type = json.string("type");
  switch (type) {
    case "ByteLevel":
      return new ByteLevelProcessing(
        new ByteLevel({
          addPrefixSpace: json.boolean("add_prefix_space"),
          trimOffsets: json.boolean("trim_offsets"),
          useRegex: json.boolean("use_regex", true),
        }),
      );
    case "BertProcessing":
      return new BertProcessing(readTokenAndId(json, "sep"), readTokenAndId(json, "cls"));
    case "RobertaProcessing":
      return new RobertaProcessing({
        separator: readTokenAndId(json, "sep"),
        start: readTokenAndId(json, "cls"),
        trimOffsets: json.boolean("trim_offsets"),
        addPrefixSpace: json.boolean("add_prefix_space"),
      });
    case "TemplateProcessing":
      return readTemplate(json);
    case "Sequence":
      return new PostProcessorSequence(readStages(json, "processors", depth, readPostProcessor));
    default:
      return refuseStage(json, `post-processor ${describe(type)}`);
  }
}

function readTokenAndId(json: JsonObject, key: string): TokenAndId {
  const [token, id, ...rest] = json.array(key, 2);
  if (typeof token !== "string" || !isId(id) || rest.length > 0) {
    throw new TypeError(`${json.path}.${key}: expected a pair of a token and its id`);
  }
  return [token, id];
}

function isId(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_ID;
}

function readTemplate(json: JsonObject): TemplateProcessing {
  const specialTokens = new Map<string, TemplateToken>();
  for (const [name, value] of json.object("special_tokens").entries()) {
    const token = new JsonObject(value, `${json.path}.special_tokens[${describe(name)}]`);
    const ids = token.array("ids", MAX_STAGES), tokens = token.array("tokens", MAX_STAGES);
    if (!ids.every(isId) || !tokens.every(isString) || ids.length !== tokens.length) {
      throw new TypeError(`${token.path}: expected as many tokens as ids`);
    }
    specialTokens.set(name, { ids, tokens });
  }
  const readPieces = (key: string) =>
    json.array(key, MAX_STAGES).map((piece, i) =>
      readPiece(new JsonObject(piece, `${json.path}.${key}[${i}]`), specialTokens)
    );
  const single = readPieces("single"), pair = readPieces("pair");
  if (single.some((piece) => piece.kind === "sequence" && piece.index === 1)) {
    throw new TypeError(`${json.path}.single: uses the second text, which there is not`);
  }
  return new TemplateProcessing({ single, pair, specialTokens });
}

function readPiece(json: JsonObject, tokens: ReadonlyMap<string, TemplateToken>): TemplatePiece {
  const sequence = json.optionalObject("Sequence");
  if (sequence !== undefined) {
    const index = sequence.oneOf("id", ["A", "B"]) === "A" ? 0 : 1;
    return { kind: "sequence", index, typeId: sequence.integer("type_id", MAX_ID) };
  }
  const special = json.object("SpecialToken");
  const name = special.string("id");
  if (!tokens.has(name)) {
    throw new TypeError(`${special.path}.id: ${describe(name)} is not among the special_tokens`);
  }
  return { kind: "special", name, typeId: special.integer("type_id", MAX_ID) };
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}
