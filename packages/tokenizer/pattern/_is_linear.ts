// Whether JavaScript's matcher, which tries all ways to match, takes time proportional to the text: so it
// is for the patterns that tokenizers use, which it then matches several times faster than ours.
//
// Each alternative of such a pattern tries a limited number of characters, then takes at most one run
// without a limit, as in " ?\p{L}+". What comes after a run cannot fail ("[\r\n]*"), or a later
// alternative takes the run where it failed, as in "\s*[\r\n]+|\s+(?!\S)|\s+".

import { whiteSpaceSet } from "./_character_sets.ts";
import type { Node } from "./_node.ts";

/** What a limited part may try, as the ways to match it times the characters that one takes. */
const MAX_TRIED = 64;
const MAX_ALTERNATIVES = 64;

/** An alternative as what it tries, what it takes without a limit, and what comes after. */
interface Alternative {
  before: readonly Node[];
  /** The source of the run's set; undefined where there is none. */
  run: string | undefined;
  after: readonly Node[];
}

/** Whether a search for `node` through a text of n characters takes at most a multiple of n steps. */
export function isLinear(node: Node): boolean {
  const alternatives = alternativesOf(node).map(takeApart);
  return alternatives.length <= MAX_ALTERNATIVES &&
    alternatives.every((alternative, i) =>
      alternative !== undefined &&
      (alternative.run === undefined || alternative.after.every(cannotFail) ||
        isCovered(alternative, alternatives.slice(i + 1)))
    );
}

function alternativesOf(node: Node): readonly Node[] {
  return node.kind === "choice" ? node.parts.flatMap(alternativesOf) : [node];
}

function partsOf(node: Node): readonly Node[] {
  return node.kind === "sequence" ? node.parts.flatMap(partsOf) : [node];
}

function takeApart(node: Node): Alternative | undefined {
  const parts = partsOf(node);
  const at = parts.findIndex((part) => !isLimited([part]));
  const before = at < 0 ? parts : parts.slice(0, at);
  if (!isLimited(before)) return undefined;
  if (at < 0) return { before, run: undefined, after: [] };
  const run = runOf(parts[at]!);
  return run && { before, run: run.set, after: parts.slice(at + 1) };
}

/** A greedy repetition of characters without a limit. */
function runOf(node: Node): { set: string; least: number } | undefined {
  const repeat = node.kind === "atomic" ? node.part : node;
  return repeat.kind === "repeat" && repeat.part.kind === "set" && repeat.most === Infinity &&
      repeat.least <= 1 && !repeat.isLazy
    ? { set: repeat.part.source, least: repeat.least }
    : undefined;
}

/** What matches wherever it stands. */
function cannotFail(node: Node): boolean {
  switch (node.kind) {
    case "atomic":
      return cannotFail(node.part);
    case "choice":
      return isLimited([node]) && node.parts.some((part) => partsOf(part).every(cannotFail));
    case "repeat":
      return runOf(node)?.least === 0 || (node.least === 0 && isLimited([node]));
    default:
      return false;
  }
}

/** Whether one of the alternatives that follow at once takes the run that `alternative` fails after. */
function isCovered(
  alternative: Alternative,
  following: readonly (Alternative | undefined)[],
): boolean {
  const [next, ...others] = alternative.after;
  // Tried at each place of the run, and if it matches once, that was all.
  if (!(isLimited([next!]) || runOf(next!) !== undefined) || !others.every(cannotFail)) {
    return false;
  }
  for (const other of following) {
    const isAlike = other?.run === alternative.run &&
      JSON.stringify(other?.before) === JSON.stringify(alternative.before);
    if (!isAlike) return isAllButLast(alternative);
    if (other!.after.every(cannotFail) || isAllButLast(other!)) return true;
  }
  return isAllButLast(alternative);
}

/** `\s+(?!\S)` takes all of a run, or all but its last character. */
function isAllButLast({ run, after }: Alternative): boolean {
  const [next] = after;
  return run === whiteSpaceSet(false) && after.length === 1 && next!.kind === "look" &&
    !next!.isBehind && next!.isNegated && next!.part.kind === "set" &&
    next!.part.source === whiteSpaceSet(true);
}

function isLimited(parts: readonly Node[]): boolean {
  const { ways, length } = tried({ kind: "sequence", parts });
  return ways * Math.max(1, length) <= MAX_TRIED;
}

/** In how many ways a part can match, and how many characters the longest has; both may be infinite. */
function tried(node: Node): { ways: number; length: number } {
  switch (node.kind) {
    case "set":
      return { ways: 1, length: 1 };
    case "atomic":
    case "look":
      return tried(node.part);
    case "sequence": {
      const parts = node.parts.map(tried);
      return {
        ways: parts.reduce((product, { ways }) => product * ways, 1),
        length: parts.reduce((sum, { length }) => sum + length, 0),
      };
    }
    case "choice": {
      const parts = node.parts.map(tried);
      return {
        ways: parts.reduce((sum, { ways }) => sum + ways, 0),
        length: Math.max(...parts.map(({ length }) => length)),
      };
    }
    case "repeat": {
      if (node.most === Infinity) return { ways: Infinity, length: Infinity };
      const { ways, length } = tried(node.part);
      const most = ways === 1 ? 1 : ways ** node.most;
      return { ways: (node.most - node.least + 1) * most, length: node.most * length };
    }
  }
}
