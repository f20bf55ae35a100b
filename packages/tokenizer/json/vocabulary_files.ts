// GPT-2's pair of files: vocab.json (tokens and their ids) and merges.txt (a merge a line).

import {
  BpeModel,
  type BpeModelOptions,
  DEFAULT_MODEL_OPTIONS,
  readVocabulary,
  resolveMerges,
} from "../model/bpe_model.ts";
import { withoutByteOrderMark } from "./byte_order_mark.ts";
import { describe } from "./describe.ts";
import { JsonObject } from "./json_object.ts";
import { parseJson } from "./parse_json.ts";

/** Makes a model of the texts of the two files. */
export function readVocabularyFiles(
  vocabulary: string,
  merges: string,
  options: Partial<BpeModelOptions> = {},
): BpeModel {
  const ids = readVocabulary(new JsonObject(parseJson(vocabulary, "vocab.json"), "vocab.json"));
  const pairs: [string, string][] = [];
  withoutByteOrderMark(merges).split("\n").forEach((line, i) => {
    line = line.replace(/\r$/, "");
    if (line === "" || (i === 0 && line.startsWith("#version"))) return;
    const parts = line.split(" ");
    if (parts.length !== 2) {
      throw new SyntaxError(`merges.txt: line ${i + 1}: expected two tokens and a space between`);
    }
    pairs.push([parts[0]!, parts[1]!]);
  });
  const allOptions = { ...DEFAULT_MODEL_OPTIONS, ...options };
  return new BpeModel(ids, resolveMerges(ids, pairs, allOptions, "merges.txt"), allOptions);
}

/**
 * The texts of the two files for a model.
 *
 * @throws {TypeError} If a merge has white space that a reader would take for the file's own.
 */
export function writeVocabularyFiles(model: BpeModel): { vocabulary: string; merges: string } {
  const byId = [...model.ids].sort(([, a], [, b]) => a - b);
  const lines = model.mergePairs().map(([left, right], i) => {
    if (/[ \r\n]/.test(left + right) || left.startsWith("#version")) {
      const merge = `${describe(left)} and ${describe(right)}`;
      throw new TypeError(
        `merges.txt: cannot hold the merge ${i} of ${merge}, which has white space or starts as the ` +
          "file does; save a tokenizer.json (toJSON) instead",
      );
    }
    return `${left} ${right}\n`;
  });
  return {
    vocabulary: JSON.stringify(Object.fromEntries(byId)),
    merges: `#version: 0.2\n${lines.join("")}`,
  };
}
