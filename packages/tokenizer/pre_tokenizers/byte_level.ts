// GPT-2's pre-tokeniser: cuts into words with their spaces and writes bytes as characters.

import { writeBytes } from "../text/write_bytes.ts";
import { RegexPattern } from "../pattern/regex_pattern.ts";
import type { AlignedText } from "../text/aligned_text.ts";
import type { PreTokenizer } from "./pre_tokenizer.ts";

/** GPT-2's splitting rule. */
export const GPT2_REGEX =
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

// Made at its first use: mostly the scanner of bytes does its work.
let gpt2Pattern: RegexPattern | undefined;

/** Options of {@linkcode ByteLevel}. */
export interface ByteLevelOptions {
  /** Puts a space before a text that does not start with one. */
  addPrefixSpace: boolean;
  /** What the post-processor of this name does: leaves white space out of offsets. */
  trimOffsets: boolean;
  /** Cuts with GPT-2's rule; otherwise pieces stay whole. */
  useRegex: boolean;
}

/** Cuts with GPT-2's rule and writes each byte of UTF-8 as a character. */
export class ByteLevel implements PreTokenizer {
  /** How it works. */
  readonly options: ByteLevelOptions;

  constructor(options: ByteLevelOptions) {
    this.options = options;
  }

  /** Cuts each of the pieces. */
  preTokenize(pieces: AlignedText[]): AlignedText[] {
    return pieces.flatMap((piece) => {
      this.prependSpace(piece);
      const parts = this.options.useRegex
        ? piece.split(
          (gpt2Pattern ??= new RegexPattern(GPT2_REGEX, "ByteLevel")).match(piece.text),
          "Isolated",
        )
        : [piece];
      for (const part of parts) writeBytes(part);
      return parts;
    });
  }

  /** Puts a space before a piece if the options ask for it. */
  prependSpace(piece: AlignedText): void {
    if (this.options.addPrefixSpace && !piece.text.startsWith(" ")) piece.prepend(" ");
  }

  /** The stage in a tokenizer.json. */
  toJSON(): Record<string, string | boolean> {
    return {
      type: "ByteLevel",
      add_prefix_space: this.options.addPrefixSpace,
      trim_offsets: this.options.trimOffsets,
      use_regex: this.options.useRegex,
    };
  }
}
