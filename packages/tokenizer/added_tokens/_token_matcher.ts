// Finds a set of strings in a text: the leftmost first, and of those that start there the longest.

/** A match: where it is and what it stands for. */
export interface TokenMatch {
  start: number;
  end: number;
  id: number;
}

/** Strings by their first code unit and their length, so the time does not grow with their number. */
export class TokenMatcher {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #lengths = new Map<number, number[]>();
  readonly #firstUnits: RegExp | undefined;

  constructor(ids: ReadonlyMap<string, number>) {
    this.#ids = ids;
    for (const content of ids.keys()) {
      const unit = content.charCodeAt(0);
      const lengths = this.#lengths.get(unit) ?? [];
      if (!lengths.includes(content.length)) lengths.push(content.length);
      this.#lengths.set(unit, lengths.sort((a, b) => b - a));
    }
    if (ids.size > 0) {
      const units = Array.from(
        this.#lengths.keys(),
        (unit) => `\\u${unit.toString(16).padStart(4, "0")}`,
      );
      this.#firstUnits = new RegExp(`[${units.join("")}]`, "g");
    }
  }

  /** The first match at or after `from`. */
  find(text: string, from: number): TokenMatch | undefined {
    const firstUnits = this.#firstUnits;
    if (firstUnits === undefined) return undefined;
    firstUnits.lastIndex = from;
    while (firstUnits.test(text)) {
      const start = firstUnits.lastIndex - 1;
      for (const length of this.#lengths.get(text.charCodeAt(start))!) {
        const id = this.#ids.get(text.slice(start, start + length));
        if (id !== undefined) return { start, end: start + length, id };
      }
    }
    return undefined;
  }
}
