// SentencePiece's way with spaces: a visible character stands for each, and starts a word.

import type { AlignedText } from "../text/aligned_text.ts";
import { StringPattern } from "../pattern/string_pattern.ts";
import type { PreTokenizer } from "./pre_tokenizer.ts";

/** Whether a text that does not start with a space gets one: always, at the start only, or never. */
export type PrependScheme = "always" | "first" | "never";

/** Replaces spaces by another character and cuts before it. */
export class Metaspace implements PreTokenizer {
  /** Whether a text that does not start with a space gets one. */
  readonly prependScheme: PrependScheme;
  /** What stands for a space. */
  readonly replacement: string;
  readonly #split: boolean;
  readonly #space = new StringPattern(" ");
  readonly #delimiter: StringPattern;

  constructor(replacement: string, prependScheme: PrependScheme, split: boolean) {
    this.replacement = replacement;
    this.prependScheme = prependScheme;
    this.#split = split;
    this.#delimiter = new StringPattern(replacement);
  }

  /** Cuts each of the pieces. */
  preTokenize(pieces: AlignedText[]): AlignedText[] {
    return pieces.flatMap((piece) => {
      const spaces = this.#space.match(piece.text);
      if (spaces.length > 0) piece.replace(spaces, this.replacement);
      const prepends = this.prependScheme === "always" ||
        (this.prependScheme === "first" && piece.origin === 0);
      if (prepends && !piece.text.startsWith(this.replacement)) piece.prepend(this.replacement);
      return this.#split
        ? piece.split(this.#delimiter.match(piece.text), "MergedWithNext")
        : [piece];
    });
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string; replacement: string; prepend_scheme: string; split: boolean } {
    return {
      type: "Metaspace",
      replacement: this.replacement,
      prepend_scheme: this.prependScheme,
      split: this.#split,
    };
  }
}
