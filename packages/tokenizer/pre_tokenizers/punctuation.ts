// Cuts at punctuation.

import type { SplitBehavior } from "../text/aligned_text.ts";
import { isPunctuation } from "../unicode/properties.ts";
import { CharacterSplit } from "./character_split.ts";

/** Cuts at punctuation and the symbols of ASCII. */
export class Punctuation extends CharacterSplit {
  protected override readonly behavior: SplitBehavior;

  constructor(behavior: SplitBehavior = "Isolated") {
    super();
    this.behavior = behavior;
  }

  protected override isDelimiter(codePoint: number): boolean {
    return isPunctuation(codePoint);
  }

  /** The stage in a tokenizer.json. */
  override toJSON(): { type: string; behavior: SplitBehavior } {
    return { type: "Punctuation", behavior: this.behavior };
  }
}
