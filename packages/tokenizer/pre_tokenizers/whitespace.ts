// Words and runs of other characters; white space goes.

import type { AlignedText, Ranges } from "../text/aligned_text.ts";
import { isWhiteSpace, isWordCharacter } from "../unicode/properties.ts";
import type { PreTokenizer } from "./pre_tokenizer.ts";

/** Keeps what matches `\w+|[^\w\s]+`. */
export class Whitespace implements PreTokenizer {
  /** Cuts each of the pieces. */
  preTokenize(pieces: AlignedText[]): AlignedText[] {
    return pieces.flatMap((piece) => piece.split(matchWords(piece.text), "Removed", true));
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string } {
    return { type: "Whitespace" };
  }
}

function matchWords(text: string): Ranges {
  const ranges: Ranges = [];
  let position = 0;
  let previous = "space";
  for (const character of text) {
    const codePoint = character.codePointAt(0)!;
    const kind = isWordCharacter(codePoint) ? "word" : isWhiteSpace(codePoint) ? "space" : "other";
    const end = position + character.length;
    if (kind !== "space") {
      if (kind === previous) ranges[ranges.length - 1] = end;
      else ranges.push(position, end);
    }
    previous = kind;
    position = end;
  }
  return ranges;
}
