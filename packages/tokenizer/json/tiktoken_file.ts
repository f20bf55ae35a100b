// tiktoken's rank files: a line a token, its bytes in base64 and its rank, which is its id. The merges
// are not in the file; they follow from the ranks.

import { bytesToAlphabet } from "../byte_alphabet.ts";
import { BpeModel, DEFAULT_MODEL_OPTIONS } from "../model/bpe_model.ts";
import { withoutByteOrderMark } from "./byte_order_mark.ts";
import { describe } from "./describe.ts";

const MAX_RANK = 1 << 24;

/** All ways to cut a token into two are looked at. */
const MAX_TOKEN_LENGTH = 3072;

/** A token's bytes, in the byte alphabet, and its rank. */
export type TokenRank = [token: string, rank: number];

/** Reads the text of a rank file. */
export function readTiktokenFile(text: string): TokenRank[] {
  const ranks: TokenRank[] = [];
  withoutByteOrderMark(text).split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    const match = /^([A-Za-z0-9+/]+={0,2}) (\d{1,8})\s*$/.exec(line);
    if (match === null) {
      throw new SyntaxError(`tiktoken file: line ${i + 1}: expected base64, a space and a rank`);
    }
    if (match[1]!.length > MAX_TOKEN_LENGTH * 4 / 3) {
      throw new SyntaxError(
        `tiktoken file: line ${i + 1}: a token of more than ${MAX_TOKEN_LENGTH} bytes`,
      );
    }
    const bytes = Uint8Array.from(decodeBase64(match[1]!, i), (it) => it.charCodeAt(0));
    ranks.push([bytesToAlphabet(bytes), Number(match[2])]);
  });
  return ranks;
}

function decodeBase64(text: string, line: number): string {
  try {
    return atob(text);
  } catch {
    throw new SyntaxError(`tiktoken file: line ${line + 1}: ${describe(text)} is not base64`);
  }
}

/**
 * Makes a model of tokens and ranks, with further tokens that have ids but are never made by merges.
 *
 * tiktoken joins any two neighbours whose bytes together are a token, by the rank of that token: so each
 * way to cut a token into two others is a merge, and all of them have the same rank.
 */
export function modelFromRanks(
  ranks: readonly TokenRank[],
  specialTokens: ReadonlyMap<string, number>,
): BpeModel {
  const ids = new Map<string, number>();
  const taken = new Set<number>();
  const add = (token: string, id: number) => {
    if (!Number.isInteger(id) || id < 0 || id >= MAX_RANK || taken.has(id) || ids.has(token)) {
      throw new RangeError(
        `tiktoken file: the token ${describe(token)} or its rank ${id} comes twice, ` +
          "or the rank is out of range",
      );
    }
    taken.add(id);
    ids.set(token, id);
  };
  const sorted = [...ranks].sort(([, a], [, b]) => a - b);
  for (const [token, rank] of sorted) add(token, rank);
  const merges: number[] = [], mergeRanks: number[] = [];
  for (const [token, rank] of sorted) {
    const cuts: [number, number][] = [];
    for (let i = 1; i < token.length; i++) {
      const left = ids.get(token.slice(0, i)), right = ids.get(token.slice(i));
      if (left !== undefined && right !== undefined) cuts.push([left, right]);
    }
    for (const [left, right] of cuts.sort(([a, b], [c, d]) => a - c || b - d)) {
      merges.push(left, right, rank);
      mergeRanks.push(rank);
    }
  }
  for (const [token, id] of specialTokens) add(token, id);
  // Tokens that no merge makes, if a file has such, are found as whole pieces.
  const options = { ...DEFAULT_MODEL_OPTIONS, ignoreMerges: true };
  return new BpeModel(ids, Int32Array.from(merges), options, Int32Array.from(mergeRanks));
}
