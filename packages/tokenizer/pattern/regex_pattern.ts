// A regular expression as a pattern, in the syntax of Oniguruma (which tokenizer.json uses).

import type { Ranges } from "../text/aligned_text.ts";
import type { Pattern } from "./pattern.ts";
import { translateRegex } from "./translate_regex.ts";

/** Matches a regular expression; see {@linkcode translateRegex} for what is accepted. */
export class RegexPattern implements Pattern {
  /** The expression as it was given. */
  readonly source: string;
  readonly #regex: RegExp;

  /** @param where What an error calls the place of the expression. */
  constructor(source: string, where: string) {
    this.source = source;
    try {
      this.#regex = new RegExp(translateRegex(source), "gv");
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new SyntaxError(`${where}: cannot use the regular expression: ${reason}`);
    }
  }

  /** The places that match; empty matches do not count. */
  match(text: string): Ranges {
    const ranges: Ranges = [];
    this.#regex.lastIndex = 0;
    for (const match of text.matchAll(this.#regex)) {
      if (match[0].length > 0) ranges.push(match.index, match.index + match[0].length);
    }
    return ranges;
  }

  /** The pattern in a tokenizer.json. */
  toJSON(): { Regex: string } {
    return { Regex: this.source };
  }
}
