// A BPE model: the vocabulary, the merges and the rules for what is not in the vocabulary.

import { describe } from "../json/describe.ts";
import type { Json, JsonObject } from "../json/json_object.ts";
import { MergeTable } from "./merge_table.ts";

/** Token ids are below this. */
const MAX_ID = 1 << 24;
const MAX_TOKENS = 1 << 23;

/** UTF-16 code units of a token, and of what is put before or behind each character. */
const MAX_TOKEN_LENGTH = 1 << 16;
const MAX_AFFIX_LENGTH = 64;

/** The rules of a model, named as in a tokenizer.json. */
export interface BpeModelOptions {
  /** The probability with which a merge is left out, at random; null for none. */
  dropout: number | null;
  /** What stands for a character that is not in the vocabulary; without it such characters are dropped. */
  unknownToken: string | null;
  /** What the tokens within a word start with. */
  continuingSubwordPrefix: string | null;
  /** What the last token of a word ends with. */
  endOfWordSuffix: string | null;
  /** Whether unknown characters next to each other make one token. */
  fuseUnknown: boolean;
  /** Whether the bytes of unknown characters become tokens such as `<0xE2>`. */
  byteFallback: boolean;
  /** Whether a piece that is a token as it stands is not merged from its parts. */
  ignoreMerges: boolean;
}

/** Whether tokens look different within a word or at its end; an affix of no characters changes nothing. */
export function hasAffixes(options: BpeModelOptions): boolean {
  return Boolean(options.continuingSubwordPrefix) || Boolean(options.endOfWordSuffix);
}

/** The rules of a byte-level model. */
export const DEFAULT_MODEL_OPTIONS: BpeModelOptions = {
  dropout: null,
  unknownToken: null,
  continuingSubwordPrefix: null,
  endOfWordSuffix: null,
  fuseUnknown: false,
  byteFallback: false,
  ignoreMerges: false,
};

/** A vocabulary with merges. */
export class BpeModel {
  /** The id of each token. */
  readonly ids: ReadonlyMap<string, number>;
  /** The token of each id. */
  readonly tokens: ReadonlyMap<number, string>;
  /** Triples (left id, right id, merged id) in the order in which merges apply. */
  readonly merges: Int32Array;
  /** The merges for looking up. */
  readonly mergeTable: MergeTable;
  /** The rules. */
  readonly options: BpeModelOptions;

  /** @param ranks The rank of each merge, where some are equal. */
  constructor(
    ids: ReadonlyMap<string, number>,
    merges: Int32Array,
    options: BpeModelOptions = DEFAULT_MODEL_OPTIONS,
    ranks?: Int32Array,
  ) {
    this.ids = ids;
    this.tokens = new Map(Array.from(ids, ([token, id]) => [id, token]));
    this.merges = merges;
    this.mergeTable = new MergeTable(merges, ranks);
    this.options = options;
  }

  /** Reads the field `model` of a tokenizer.json. */
  static fromJSON(json: JsonObject): BpeModel {
    const type = json.string("type", "BPE");
    if (type !== "BPE") {
      throw new TypeError(`${json.path}: model ${describe(type)} is not supported, only BPE`);
    }
    const options: BpeModelOptions = {
      dropout: readDropout(json),
      unknownToken: json.optionalString("unk_token", MAX_TOKEN_LENGTH) ?? null,
      continuingSubwordPrefix: json.optionalString("continuing_subword_prefix", MAX_AFFIX_LENGTH) ??
        null,
      endOfWordSuffix: json.optionalString("end_of_word_suffix", MAX_AFFIX_LENGTH) ?? null,
      fuseUnknown: readFlag(json, "fuse_unk"),
      byteFallback: readFlag(json, "byte_fallback"),
      ignoreMerges: readFlag(json, "ignore_merges"),
    };
    const ids = readVocabulary(json.object("vocab"));
    const pairs = json.array("merges", MAX_TOKENS).map((merge, i) =>
      readMerge(merge, `${json.path}.merges[${i}]`)
    );
    const where = `${json.path}.merges`;
    return new BpeModel(ids, resolveMerges(ids, pairs, options, where), options);
  }

  /** The model as it stands in a tokenizer.json. */
  toJSON(): Json {
    const byId = [...this.ids].sort(([, a], [, b]) => a - b);
    return {
      type: "BPE",
      dropout: this.options.dropout,
      unk_token: this.options.unknownToken,
      continuing_subword_prefix: this.options.continuingSubwordPrefix,
      end_of_word_suffix: this.options.endOfWordSuffix,
      fuse_unk: this.options.fuseUnknown,
      byte_fallback: this.options.byteFallback,
      ignore_merges: this.options.ignoreMerges,
      vocab: Object.fromEntries(byId),
      merges: this.mergePairs(),
    };
  }

  /** The merges as pairs of tokens. */
  mergePairs(): [string, string][] {
    const pairs: [string, string][] = [];
    for (let i = 0; i < this.merges.length; i += 3) {
      pairs.push([this.tokens.get(this.merges[i]!)!, this.tokens.get(this.merges[i + 1]!)!]);
    }
    return pairs;
  }
}

/** Reads a vocabulary: an object of tokens and their ids. */
export function readVocabulary(json: JsonObject): Map<string, number> {
  const ids = new Map<string, number>();
  const seen = new Map<number, string>();
  for (const [token, id] of json.entries()) {
    const where = `${json.path}[${describe(token)}]`;
    if (typeof id !== "number" || !Number.isInteger(id) || id < 0 || id >= MAX_ID) {
      throw new TypeError(
        `${where}: expected an id from 0 to ${MAX_ID - 1}, found ${describe(id)}`,
      );
    }
    if (token.length > MAX_TOKEN_LENGTH) {
      throw new TypeError(`${where}: a token of more than ${MAX_TOKEN_LENGTH} characters`);
    }
    if (seen.has(id)) {
      throw new TypeError(
        `${where}: the id ${id} belongs to ${describe(seen.get(id))} already`,
      );
    }
    seen.set(id, token);
    ids.set(token, id);
  }
  if (ids.size > MAX_TOKENS) throw new TypeError(`${json.path}: more than ${MAX_TOKENS} tokens`);
  return ids;
}

/** Looks up the ids of merges and of what they make. */
export function resolveMerges(
  ids: ReadonlyMap<string, number>,
  pairs: readonly (readonly [string, string])[],
  options: BpeModelOptions,
  where: string,
): Int32Array {
  const merges = new Int32Array(pairs.length * 3);
  const prefixLength = options.continuingSubwordPrefix?.length ?? 0;
  pairs.forEach(([left, right], i) => {
    [left, right, left + right.slice(prefixLength)].forEach((token, j) => {
      const id = ids.get(token);
      if (id === undefined) {
        throw new TypeError(`${where}[${i}]: ${describe(token)} is not in the vocabulary`);
      }
      merges[i * 3 + j] = id;
    });
  });
  return merges;
}

/** Reads a merge: a pair, or in older files a string with a space. */
function readMerge(merge: unknown, where: string): [string, string] {
  const pair = typeof merge === "string" ? merge.split(" ") : merge;
  if (
    !Array.isArray(pair) || pair.length !== 2 || pair.some((token) => typeof token !== "string")
  ) throw new TypeError(`${where}: expected a pair of tokens, found ${describe(merge)}`);
  return pair as [string, string];
}

function readDropout(json: JsonObject): number | null {
  const dropout = json.get("dropout") ?? null;
  if (dropout === null) return null;
  if (typeof dropout !== "number" || !(dropout >= 0 && dropout <= 1)) {
    throw new TypeError(
      `${json.path}.dropout: expected a number from 0 to 1, found ${describe(dropout)}`,
    );
  }
  return dropout;
}

function readFlag(json: JsonObject, key: string): boolean {
  return json.get(key) == null ? false : json.boolean(key);
}
