// Cuts at one character, which goes.

import { CharacterSplit } from "./character_split.ts";

/** Cuts at every occurrence of a character. */
export class CharacterDelimiterSplit extends CharacterSplit {
  protected override readonly behavior = "Removed" as const;
  readonly #delimiter: string;

  constructor(delimiter: string) {
    super();
    this.#delimiter = delimiter;
  }

  protected override isDelimiter(codePoint: number): boolean {
    return codePoint === this.#delimiter.codePointAt(0);
  }

  /** The stage in a tokenizer.json. */
  override toJSON(): { type: string; delimiter: string } {
    return { type: "CharDelimiterSplit", delimiter: this.#delimiter };
  }
}
