// The clean-up of BERT: control characters go, white space becomes a space, Chinese characters stand
// alone, accents go, lower case.

import type { AlignedText } from "../text/aligned_text.ts";
import { isControl, isNonspacingMark, isWhiteSpace } from "../unicode/properties.ts";
import { Lowercase } from "./lowercase.ts";
import type { Normalizer } from "./normalizer.ts";
import { UnicodeForm } from "./unicode_form.ts";

/** Options of {@linkcode BertNormalizer}. */
export interface BertNormalizerOptions {
  /** Removes control characters and U+FFFD, and makes all white space a space. */
  cleanText: boolean;
  /** Puts spaces around Chinese characters. */
  handleChineseCharacters: boolean;
  /** Removes accents; null does what `lowercase` says. */
  stripAccents: boolean | null;
  /** Turns every character into lower case. */
  lowercase: boolean;
}

/** The normaliser of BERT. */
export class BertNormalizer implements Normalizer {
  readonly #options: BertNormalizerOptions;
  readonly #decompose = new UnicodeForm("NFD");
  readonly #lowercase = new Lowercase();

  constructor(options: BertNormalizerOptions) {
    this.#options = options;
  }

  /** Changes the text in place. */
  normalize(text: AlignedText): void {
    const { cleanText, handleChineseCharacters, stripAccents, lowercase } = this.#options;
    if (cleanText) {
      text.filter(isKept);
      text.map((character) => isWhiteSpace(character.codePointAt(0)!) ? " " : character);
    }
    if (handleChineseCharacters) {
      text.map((character) => isChinese(character.codePointAt(0)!) ? ` ${character} ` : character);
    }
    if (stripAccents ?? lowercase) {
      this.#decompose.normalize(text);
      text.filter((codePoint) => !isNonspacingMark(codePoint));
    }
    if (lowercase) this.#lowercase.normalize(text);
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Record<string, string | boolean | null> {
    return {
      type: "BertNormalizer",
      clean_text: this.#options.cleanText,
      handle_chinese_chars: this.#options.handleChineseCharacters,
      strip_accents: this.#options.stripAccents,
      lowercase: this.#options.lowercase,
    };
  }
}

function isKept(codePoint: number): boolean {
  if (codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0d) return true;
  return codePoint !== 0 && codePoint !== 0xfffd && !isControl(codePoint);
}

function isChinese(codePoint: number): boolean {
  return (codePoint >= 0x4e00 && codePoint <= 0x9fff) ||
    (codePoint >= 0x3400 && codePoint <= 0x4dbf) ||
    (codePoint >= 0x20000 && codePoint <= 0x2a6df) ||
    (codePoint >= 0x2a700 && codePoint <= 0x2b73f) ||
    (codePoint >= 0x2b740 && codePoint <= 0x2b81f) ||
    (codePoint >= 0x2b920 && codePoint <= 0x2ceaf) ||
    (codePoint >= 0xf900 && codePoint <= 0xfaff) ||
    (codePoint >= 0x2f800 && codePoint <= 0x2fa1f);
}
