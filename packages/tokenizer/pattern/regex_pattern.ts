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

  /** The places that match; an empty match counts unless it touches the end of the one before. */
  match(text: string): Ranges {
    const ranges: Ranges = [];
    if (text === "") return ranges;
    const regex = this.#regex;
    let covered = -1;
    regex.lastIndex = 0;
    for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
      const start = match.index, end = regex.lastIndex;
      if (start === end) {
        // The search would stay where it is.
        regex.lastIndex += text.codePointAt(end)! > 0xffff ? 2 : 1;
        // V8 finds empty matches between the halves of a surrogate pair, too.
        if (start === covered || isWithinPair(text, start)) continue;
      }
      ranges.push(start, end);
      covered = end;
    }
    return ranges;
  }

  /** The pattern in a tokenizer.json. */
  toJSON(): { Regex: string } {
    return { Regex: this.source };
  }
}

function isWithinPair(text: string, index: number): boolean {
  return index > 0 && text.codePointAt(index - 1)! > 0xffff;
}
