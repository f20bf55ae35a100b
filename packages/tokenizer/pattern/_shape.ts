// What a regular expression looks like, apart from its syntax.

/** The shape of an expression; what matches nothing long, such as a lookahead, is an empty sequence. */
export type Shape =
  | { kind: "set"; source: string }
  | { kind: "sequence" | "choice"; parts: readonly Shape[] }
  | { kind: "repeat"; part: Shape; least: number; most: number };

/** Whether an expression can match the empty string. */
export function canBeEmpty(shape: Shape): boolean {
  switch (shape.kind) {
    case "set":
      return false;
    case "sequence":
      return shape.parts.every(canBeEmpty);
    case "choice":
      return shape.parts.some(canBeEmpty);
    case "repeat":
      return shape.least === 0 || canBeEmpty(shape.part);
  }
}
