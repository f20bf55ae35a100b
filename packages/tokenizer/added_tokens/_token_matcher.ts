// Finds a set of strings in a text: the leftmost first, and of those that start there the longest.

/** A match: where it is and what it stands for. */
export interface TokenMatch {
  start: number;
  end: number;
  id: number;
}

/** Strings by their first code unit. */
export class TokenMatcher {
  readonly #ids = new Map<string, number>();
  readonly #byFirstUnit = new Map<number, string[]>();
  /** The first code units whose strings are not in order. */
  readonly #unsorted = new Set<number>();
  #firstUnits: RegExp | undefined;

  /** Adds a string that is not empty; one that is there already gets a new id. */
  set(content: string, id: number): void {
    const isNew = !this.#ids.has(content);
    this.#ids.set(content, id);
    if (!isNew) return;
    const unit = content.charCodeAt(0);
    const contents = this.#byFirstUnit.get(unit);
    if (contents === undefined) {
      this.#byFirstUnit.set(unit, [content]);
      this.#firstUnits = undefined;
    } else {
      contents.push(content);
      this.#unsorted.add(unit);
    }
  }

  /** The first match at or after `from`. */
  find(text: string, from: number): TokenMatch | undefined {
    if (this.#ids.size === 0) return undefined;
    const firstUnits = this.#firstUnits ??= this.#makeFirstUnits();
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

  #makeFirstUnits(): RegExp {
    const units = Array.from(
      this.#byFirstUnit.keys(),
      (unit) => `\\u${unit.toString(16).padStart(4, "0")}`,
    );
    return new RegExp(`[${units.join("")}]`, "g");
  }

  /** Reads on while strings in order begin like the text. */
  #findAt(text: string, start: number): string | undefined {
    const contents = this.#sorted(text.charCodeAt(start));
    let low = 0, high = contents.length;
    let longest: string | undefined;
    for (let length = 1; low < high; length++) {
      // The string that ends here is before all that go on.
      if (contents[low]!.length === length) longest = contents[low++];
      const unit = text.charCodeAt(start + length);
      low = firstAtLeast(contents, low, high, length, unit);
      high = firstAtLeast(contents, low, high, length, unit + 1);
    }
    return longest;
  }

  #sorted(unit: number): string[] {
    const contents = this.#byFirstUnit.get(unit)!;
    if (this.#unsorted.delete(unit)) contents.sort(compareUnits);
    return contents;
  }
}

function compareUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The first of the strings from `low` to `high` whose code unit at `index` is `unit` or more. */
function firstAtLeast(
  contents: readonly string[],
  low: number,
  high: number,
  index: number,
  unit: number,
): number {
  // At the end of a text, where there is no code unit, no string goes on.
  if (Number.isNaN(unit)) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (contents[middle]!.charCodeAt(index) < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}
