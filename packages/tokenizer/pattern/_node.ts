// A regular expression as a tree, apart from any syntax.

/** A part of an expression. */
export type Node =
  /** One character; the source is that of a class or a character for `RegExp` with flag `v`. */
  | { kind: "set"; source: string }
  | { kind: "sequence" | "choice"; parts: readonly Node[] }
  | { kind: "repeat"; part: Node; least: number; most: number; isLazy: boolean }
  /** Takes the first way in which its part matches, and does not come back for another. */
  | { kind: "atomic"; part: Node }
  /** Looks at what stands ahead or behind, and takes nothing. */
  | { kind: "look"; part: Node; isBehind: boolean; isNegated: boolean };

/** What matches the empty string. */
export const EMPTY: Node = { kind: "sequence", parts: [] };

/** Parts one after the other; one alone stands for itself. */
export function sequence(parts: readonly Node[]): Node {
  return parts.length === 1 ? parts[0]! : { kind: "sequence", parts };
}

/** One part or another; the first that matches is taken. */
export function choice(parts: readonly Node[]): Node {
  return parts.length === 1 ? parts[0]! : { kind: "choice", parts };
}

/** Whether an expression can match the empty string. */
export function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case "set":
      return false;
    case "look":
      return true;
    case "atomic":
      return canBeEmpty(node.part);
    case "sequence":
      return node.parts.every(canBeEmpty);
    case "choice":
      return node.parts.some(canBeEmpty);
    case "repeat":
      return node.least === 0 || canBeEmpty(node.part);
  }
}
