// Properties of code points, each from the version of Unicode that Hugging Face's tokenizers uses for it.

import * as tables from "./_tables.ts";
import { codePointSet } from "./code_point_set.ts";

type CodePointTest = (codePoint: number) => boolean;

/** White_Space. */
export const isWhiteSpace: CodePointTest = codePointSet(tables.WHITE_SPACE);

/** What the pre-tokenizer Digits looks for: categories Nd, Nl and No. */
export const isNumeric: CodePointTest = codePointSet(tables.NUMERIC);

/** A letter, mark, digit or connector: `\w`. */
export const isWordCharacter: CodePointTest = codePointSet(tables.WORD);

/** A mark that does not take room of its own. */
export const isNonspacingMark: CodePointTest = codePointSet(tables.NONSPACING_MARK);

/** Any combining mark. */
export const isMark: CodePointTest = codePointSet(tables.MARK);

/** Control and format characters, and those of private use. */
export const isControl: CodePointTest = codePointSet(tables.CONTROL);

/** Left as it is by the normalisation forms, since it came to Unicode after their tables. */
export const isNormalizedAsIs: CodePointTest = codePointSet(tables.NORMALIZED_AS_IS);

const isUnicodePunctuation = codePointSet(tables.PUNCTUATION);

/** Punctuation, and the symbols of ASCII. */
export function isPunctuation(codePoint: number): boolean {
  return codePoint < 128
    ? (codePoint >= 0x21 && codePoint <= 0x2f) || (codePoint >= 0x3a && codePoint <= 0x40) ||
      (codePoint >= 0x5b && codePoint <= 0x60) || (codePoint >= 0x7b && codePoint <= 0x7e)
    : isUnicodePunctuation(codePoint);
}
