// Cuts at what matches a pattern.

import type { Json } from "../json/json_object.ts";
import type { Pattern } from "../pattern/pattern.ts";
import type { AlignedText, SplitBehavior } from "../text/aligned_text.ts";
import type { PreTokenizer } from "./pre_tokenizer.ts";

/** Cuts at the matches of a pattern, or with `invert` at what lies between them. */
export class Split implements PreTokenizer {
  /** What is looked for. */
  readonly pattern: Pattern;
  /** What becomes of the delimiters. */
  readonly behavior: SplitBehavior;
  /** Whether the delimiters are what does not match. */
  readonly invert: boolean;

  constructor(pattern: Pattern, behavior: SplitBehavior, invert: boolean) {
    this.pattern = pattern;
    this.behavior = behavior;
    this.invert = invert;
  }

  /** Cuts each of the pieces. */
  preTokenize(pieces: AlignedText[]): AlignedText[] {
    return pieces.flatMap((piece) =>
      piece.split(this.pattern.match(piece.text), this.behavior, this.invert)
    );
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Json {
    return {
      type: "Split",
      pattern: this.pattern.toJSON(),
      behavior: this.behavior,
      invert: this.invert,
    };
  }
}
