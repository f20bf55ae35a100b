// A regular expression as a pattern, in the syntax of Oniguruma (which tokenizer.json uses).

import type { Ranges } from "../text/aligned_text.ts";
import { isLinear } from "./_is_linear.ts";
import { Matcher } from "./_matcher.ts";
import { compile } from "./_program.ts";
import { toRegExp } from "./_to_regexp.ts";
import { parseRegex } from "./parse_regex.ts";
import type { Pattern } from "./pattern.ts";

/** Matches a regular expression, in time proportional to the text; see {@linkcode parseRegex}. */
export class RegexPattern implements Pattern {
  /** The expression as it was given. */
  readonly source: string;
  readonly #where: string;
  readonly #matcher: RegExp | Matcher;

  /**
   * @param where What an error calls the place of the expression.
   * @throws {SyntaxError} If the expression is wrong, not supported or too long.
   */
  constructor(source: string, where: string) {
    this.source = source;
    this.#where = where;
    try {
      const node = parseRegex(source);
      this.#matcher = isLinear(node) ? toRegExp(node) : new Matcher(compile(node));
    } catch (error) {
      throw new SyntaxError(`${where}: cannot use the regular expression: ${reasonOf(error)}`);
    }
  }

  /**
   * The places that match; an empty match counts unless it touches the end of the one before.
   *
   * @throws {RangeError} If the text is so long that a run in it takes more memory than there is.
   */
  match(text: string): Ranges {
    try {
      return this.#matcher instanceof Matcher
        ? this.#matcher.match(text)
        : matchRegExp(this.#matcher, text);
    } catch (error) {
      const reason = this.#matcher instanceof Matcher
        ? reasonOf(error)
        : `overflows on a run within a text of ${text.length} characters`;
      throw new RangeError(`${this.#where}: the regular expression ${reason}`);
    }
  }

  /** The pattern in a tokenizer.json. */
  toJSON(): { Regex: string } {
    return { Regex: this.source };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What {@linkcode Matcher.match} finds, by JavaScript's own matcher. */
export function matchRegExp(regex: RegExp, text: string): Ranges {
  const ranges: Ranges = [];
  if (text === "") return ranges;
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

function isWithinPair(text: string, index: number): boolean {
  return index > 0 && text.codePointAt(index - 1)! > 0xffff;
}
