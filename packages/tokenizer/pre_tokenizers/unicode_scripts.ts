// Cuts where the script changes, as SentencePiece does.

import type { AlignedText } from "../text/aligned_text.ts";
import { ANY_SCRIPT, scriptOf } from "../unicode/scripts.ts";
import type { PreTokenizer } from "./pre_tokenizer.ts";

const SPACE = 0x20;

/** Cuts between characters of different scripts; spaces go with what is before them. */
export class UnicodeScripts implements PreTokenizer {
  /** Cuts each of the pieces; spaces at the start of one are lost, as in Hugging Face's tokenizers. */
  preTokenize(pieces: AlignedText[]): AlignedText[] {
    return pieces.flatMap((piece) => {
      const parts: AlignedText[] = [];
      let at = 0, start = -1;
      let previous = ANY_SCRIPT;
      for (const character of piece.text) {
        const codePoint = character.codePointAt(0)!;
        const script = codePoint === SPACE ? ANY_SCRIPT : scriptOf(codePoint);
        if (script !== ANY_SCRIPT && script !== previous) {
          if (start >= 0) parts.push(piece.slice(start, at));
          start = at;
          previous = script;
        }
        at += character.length;
      }
      if (start >= 0) parts.push(piece.slice(start, at));
      return parts;
    });
  }

  /** The stage in a tokenizer.json. */
  toJSON(): { type: string } {
    return { type: "UnicodeScripts" };
  }
}
