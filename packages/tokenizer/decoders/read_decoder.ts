// Reads a decoder from a tokenizer.json.

import { describe } from "../json/describe.ts";
import type { JsonObject } from "../json/json_object.ts";
import { readStages, refuseStage } from "../json/stages.ts";
import { readPattern } from "../pattern/read_pattern.ts";
import { ByteLevel } from "../pre_tokenizers/byte_level.ts";
import { Metaspace } from "../pre_tokenizers/metaspace.ts";
import { readPrependScheme } from "../pre_tokenizers/read_pre_tokenizer.ts";
import { BpeDecoder } from "./bpe_decoder.ts";
import { ByteFallback } from "./byte_fallback.ts";
import { ByteLevelDecoder } from "./byte_level_decoder.ts";
import type { Decoder } from "./decoder.ts";
import { Fuse } from "./fuse.ts";
import { MetaspaceDecoder } from "./metaspace_decoder.ts";
import { ReplaceDecoder } from "./replace_decoder.ts";
import { DecoderSequence } from "./sequence.ts";
import { StripDecoder } from "./strip_decoder.ts";

const MAX_STRIP = 1000;

/** Makes the decoder that an object describes; an unknown one is refused by its name. */
export function readDecoder(json: JsonObject, depth: number = 0): Decoder {
  const type = json.string("type");
  switch (type) {
    case "ByteLevel":
      return new ByteLevelDecoder(
        new ByteLevel({
          addPrefixSpace: json.boolean("add_prefix_space"),
          trimOffsets: json.boolean("trim_offsets"),
          useRegex: json.boolean("use_regex", true),
        }),
      );
    case "BPEDecoder":
      return new BpeDecoder(json.string("suffix"));
    case "Metaspace":
      return new MetaspaceDecoder(
        new Metaspace(
          json.character("replacement"),
          readPrependScheme(json),
          json.get("split") == null || json.boolean("split"),
        ),
      );
    case "ByteFallback":
      return new ByteFallback();
    case "Fuse":
      return new Fuse();
    case "Strip":
      return new StripDecoder(
        json.character("content"),
        json.integer("start", MAX_STRIP),
        json.integer("stop", MAX_STRIP),
      );
    case "Replace":
      return new ReplaceDecoder(readPattern(json.object("pattern")), json.string("content"));
    case "Sequence":
      return new DecoderSequence(readStages(json, "decoders", depth, readDecoder));
    default:
      return refuseStage(json, `decoder ${describe(type)}`);
  }
}
