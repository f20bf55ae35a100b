// Cuts at white space, which goes.

import { isWhiteSpace } from "../unicode/properties.ts";
import { CharacterSplit } from "./character_split.ts";

/** Cuts at white space. */
export class WhitespaceSplit extends CharacterSplit {
  protected override readonly behavior = "Removed" as const;

  protected override isDelimiter(codePoint: number): boolean {
    return isWhiteSpace(codePoint);
  }

  /** The stage in a tokenizer.json. */
  override toJSON(): { type: string } {
    return { type: "WhitespaceSplit" };
  }
}
