// Finds a set of strings in a text: the leftmost first, and of those that start there the longest.

/** A match: where it is and what it stands for. */
export interface TokenMatch {
  start: number;
  end: number;
  id: number;
}

/** So many strings that start alike are tried one by one; more are looked up by their lengths. */
const FEW = 8;

/** Strings that start with the same code unit. */
interface Group {
  /** The strings, the longest first, while they are few. */
  contents: string[] | undefined;
  /** Their lengths without repetition, the longest first. */
  lengths: number[];
}

/** Strings by their first code unit. */
export class TokenMatcher {
  readonly #ids = new Map<string, number>();
  readonly #byFirstUnit = new Map<number, Group>();
  #firstUnits: RegExp | undefined;

  /** Adds a string that is not empty; one that is there already gets a new id. */
  set(content: string, id: number): void {
    const isNew = !this.#ids.has(content);
    this.#ids.set(content, id);
    if (!isNew) return;
    const unit = content.charCodeAt(0);
    const group = this.#byFirstUnit.get(unit);
    if (group === undefined) {
      this.#byFirstUnit.set(unit, { contents: [content], lengths: [content.length] });
      this.#firstUnits = undefined;
      return;
    }
    insertDescending(group.lengths, content.length);
    if (group.contents === undefined) return;
    group.contents.push(content);
    group.contents.sort((a, b) => b.length - a.length);
    if (group.contents.length > FEW) group.contents = undefined;
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

  #findAt(text: string, start: number): string | undefined {
    const { contents, lengths } = this.#byFirstUnit.get(text.charCodeAt(start))!;
    if (contents !== undefined) return contents.find((it) => text.startsWith(it, start));
    for (const length of lengths) {
      const content = text.slice(start, start + length);
      if (this.#ids.has(content)) return content;
    }
    return undefined;
  }
}

/** Puts a number into a list that descends, unless it is there. */
function insertDescending(numbers: number[], number: number): void {
  let low = 0, high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! > number) low = middle + 1;
    else high = middle;
  }
  if (numbers[low] !== number) numbers.splice(low, 0, number);
}
