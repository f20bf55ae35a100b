// The pre-tokenisers that cut at characters of one kind.

import type { Json } from "../json/json_object.ts";
import { type AlignedText, matchCharacters, type SplitBehavior } from "../text/aligned_text.ts";
import type { PreTokenizer } from "./pre_tokenizer.ts";

/** Cuts at every character for which a test holds. */
export abstract class CharacterSplit implements PreTokenizer {
  /** The test. */
  protected abstract isDelimiter(codePoint: number): boolean;
  /** What becomes of the delimiters. */
  protected abstract readonly behavior: SplitBehavior;
  abstract toJSON(): Json;

  /** Cuts each of the pieces. */
  preTokenize(pieces: AlignedText[]): AlignedText[] {
    return pieces.flatMap((piece) =>
      piece.split(matchCharacters(piece.text, (it) => this.isDelimiter(it)), this.behavior)
    );
  }
}
