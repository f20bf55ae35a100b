// A tree as an expression of JavaScript's.

import type { Node } from "./_node.ts";

/** The same expression for `RegExp`, which finds what {@linkcode Matcher} finds. */
export function toRegExp(node: Node): RegExp {
  let groups = 0;
  const write = (node: Node): string => {
    switch (node.kind) {
      case "set":
        return node.source;
      case "sequence":
        return node.parts.map(write).join("");
      case "choice":
        return `(?:${node.parts.map(write).join("|")})`;
      case "repeat": {
        const { part, least, most, isLazy } = node;
        const source = part.kind === "set" ? write(part) : `(?:${write(part)})`;
        const count = most === Infinity ? `${least},` : `${least},${most}`;
        return `${source}{${count}}${isLazy ? "?" : ""}`;
      }
      case "atomic": {
        // A lookahead does not go back on what it matched, and a reference then takes it.
        const name = `atomic${groups++}`;
        return `(?=(?<${name}>${write(node.part)}))\\k<${name}>`;
      }
      case "look":
        return `(?${node.isBehind ? "<" : ""}${node.isNegated ? "!" : "="}${write(node.part)})`;
    }
  };
  return new RegExp(write(node), "gv");
}
