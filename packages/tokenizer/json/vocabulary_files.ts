// GPT-2's pair of files: vocab.json (tokens and their ids) and merges.txt (a merge a line).

import {
  BpeModel,
  type BpeModelOptions,
  DEFAULT_MODEL_OPTIONS,
  readVocabulary,
  resolveMerges,
} from "../model/bpe_model.ts";
import { JsonObject } from "./json_object.ts";

/** Makes a model of the texts of the two files. */
export function readVocabularyFiles(
  vocabulary: string,
  merges: string,
  options: Partial<BpeModelOptions> = {},
): BpeModel {
  let parsed: unknown;
  try {
    parsed = JSON.parse(vocabulary);
  } catch (error) {
    throw new SyntaxError(`vocab.json: not JSON: ${(error as Error).message}`);
  }
  const ids = readVocabulary(new JsonObject(parsed, "vocab.json"));
  const pairs: [string, string][] = [];
  merges.split("\n").forEach((line, i) => {
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

/** The texts of the two files for a model. */
export function writeVocabularyFiles(model: BpeModel): { vocabulary: string; merges: string } {
  const byId = [...model.ids].sort(([, a], [, b]) => a - b);
  const lines = model.mergePairs().map(([left, right]) => `${left} ${right}\n`);
  return {
    vocabulary: JSON.stringify(Object.fromEntries(byId)),
    merges: `#version: 0.2\n${lines.join("")}`,
  };
}
