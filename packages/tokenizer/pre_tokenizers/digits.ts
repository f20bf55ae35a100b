// Cuts numbers off.

import type { SplitBehavior } from "../text/aligned_text.ts";
import { isNumeric } from "../unicode/properties.ts";
import { CharacterSplit } from "./character_split.ts";

/** Makes a piece of every number, or of every digit. */
export class Digits extends CharacterSplit {
  protected override readonly behavior: SplitBehavior;

  constructor(individualDigits: boolean) {
    super();
    this.behavior = individualDigits ? "Isolated" : "Contiguous";
  }

  protected override isDelimiter(codePoint: number): boolean {
    return isNumeric(codePoint);
  }

  /** The stage in a tokenizer.json. */
  override toJSON(): { type: string; individual_digits: boolean } {
    return { type: "Digits", individual_digits: this.behavior === "Isolated" };
  }
}
