// Finds a set of strings in a text: the leftmost first, and of those that start there the longest.

/** A match: where it is and what it stands for. */
export interface TokenMatch {
  start: number;
  end: number;
  id: number;
}

/** So many strings that start alike are tried one by one; more are looked up by their lengths. */
const FEW = 8;

/** Strings by their first code unit. */
export class TokenMatcher {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #byFirstUnit = new Map<number, { contents: string[]; lengths: number[] }>();
  readonly #firstUnits: RegExp | undefined;

  constructor(ids: ReadonlyMap<string, number>) {
    this.#ids = ids;
    if (ids.size === 0) return;
    const longestFirst = [...ids.keys()].sort((a, b) => b.length - a.length);
    for (const content of longestFirst) {
      const unit = content.charCodeAt(0);
      const group = this.#byFirstUnit.get(unit) ?? { contents: [], lengths: [] };
      group.contents.push(content);
      if (group.lengths.at(-1) !== content.length) group.lengths.push(content.length);
      this.#byFirstUnit.set(unit, group);
    }
    const units = Array.from(
      this.#byFirstUnit.keys(),
      (unit) => `\\u${unit.toString(16).padStart(4, "0")}`,
    );
    this.#firstUnits = new RegExp(`[${units.join("")}]`, "g");
  }

  /** The first match at or after `from`. */
  find(text: string, from: number): TokenMatch | undefined {
    const firstUnits = this.#firstUnits;
    if (firstUnits === undefined) return undefined;
    firstUnits.lastIndex = from;
    while (firstUnits.test(text)) {
      const start = firstUnits.lastIndex - 1;
      const content = this.#findAt(text, start);
      if (content !== undefined) {
        return { start, end: start + content.length, id: this.#ids.get(content)! };
      }
    }
    return undefined;
  }

  #findAt(text: string, start: number): string | undefined {
    const { contents, lengths } = this.#byFirstUnit.get(text.charCodeAt(start))!;
    if (contents.length <= FEW) return contents.find((content) => text.startsWith(content, start));
    for (const length of lengths) {
      const content = text.slice(start, start + length);
      if (this.#ids.has(content)) return content;
    }
    return undefined;
  }
}
