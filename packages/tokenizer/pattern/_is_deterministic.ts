// Whether a regular expression reads a text in one way only: at each character, the next one decides where
// in the expression it belongs. Such an expression may be repeated without a limit, and a matcher that
// tries all ways to match still tries but one. (Brüggemann-Klein and Wood, "One-unambiguous regular
// languages", 1998: the follow sets of Glushkov's automaton must not overlap.)

import type { Shape } from "./_shape.ts";

/** An expression that takes more characters than this is not looked at. */
const MAX_POSITIONS = 64;

/** Places where an expression takes a character: its first ones, its last ones, and if it needs any. */
interface Ends {
  first: readonly number[];
  last: readonly number[];
  isNullable: boolean;
}

/** Whether `shape` reads every text in one way at most, character by character. */
export function isDeterministic(shape: Shape): boolean {
  return new Automaton().accepts(shape);
}

class Automaton {
  /** The set of characters at each position. */
  readonly #sets: string[] = [];
  readonly #follow: number[][] = [];
  readonly #disjoint = new Map<string, boolean>();
  #isAmbiguous = false;

  accepts(shape: Shape): boolean {
    const { first } = this.#add(shape);
    return !this.#isAmbiguous && [first, ...this.#follow].every((next) => this.#areDisjoint(next));
  }

  #add(shape: Shape): Ends {
    if (this.#sets.length >= MAX_POSITIONS) this.#isAmbiguous = true;
    if (this.#isAmbiguous) return { first: [], last: [], isNullable: true };
    switch (shape.kind) {
      case "set": {
        const position = this.#sets.push(shape.source) - 1;
        this.#follow.push([]);
        return { first: [position], last: [position], isNullable: false };
      }
      case "sequence":
        return shape.parts.map((part) => this.#add(part)).reduce(
          (before, after) => this.#join(before, after),
          { first: [], last: [], isNullable: true },
        );
      case "choice": {
        const choices = shape.parts.map((part) => this.#add(part));
        // Two ways to match nothing.
        if (choices.filter((choice) => choice.isNullable).length > 1) this.#isAmbiguous = true;
        return {
          first: choices.flatMap((choice) => choice.first),
          last: choices.flatMap((choice) => choice.last),
          isNullable: choices.some((choice) => choice.isNullable),
        };
      }
      case "repeat":
        return this.#repeat(shape.part, shape.least, shape.most);
    }
  }

  /** `x{2,4}` is `xx(x(x)?)?`, and `x{2,}` is `xx+`. */
  #repeat(part: Shape, least: number, most: number): Ends {
    const copies = most === Infinity ? Math.max(1, least) : most;
    let all: Ends = { first: [], last: [], isNullable: true };
    for (let copy = copies; copy >= 1 && !this.#isAmbiguous; copy--) {
      const one = this.#add(part);
      // How often nothing is repeated is not decided by any character.
      if (one.isNullable && most > 1) this.#isAmbiguous = true;
      if (copy === copies && most === Infinity) this.#connect(one.last, one.first);
      const joined = this.#join(one, all);
      all = copy > least ? { ...joined, isNullable: true } : joined;
    }
    return all;
  }

  #join(before: Ends, after: Ends): Ends {
    this.#connect(before.last, after.first);
    return {
      first: before.isNullable ? [...before.first, ...after.first] : before.first,
      last: after.isNullable ? [...before.last, ...after.last] : after.last,
      isNullable: before.isNullable && after.isNullable,
    };
  }

  #connect(from: readonly number[], to: readonly number[]): void {
    for (const position of from) {
      const follow = this.#follow[position]!;
      for (const next of to) {
        // Two ways from one to the other, as in (a+)+.
        if (follow.includes(next)) this.#isAmbiguous = true;
        follow.push(next);
      }
    }
  }

  #areDisjoint(positions: readonly number[]): boolean {
    const sets = positions.map((position) => this.#sets[position]!);
    return sets.every((set, i) =>
      sets.slice(0, i).every((other) => this.#areSetsDisjoint(set, other))
    );
  }

  #areSetsDisjoint(set: string, other: string): boolean {
    const both = `[[${set}]&&[${other}]]`;
    let disjoint = this.#disjoint.get(both);
    if (disjoint === undefined) {
      disjoint = !new RegExp(both, "v").test(allCharacters());
      this.#disjoint.set(both, disjoint);
    }
    return disjoint;
  }
}

let characters: string | undefined;

/** Every code point but the surrogates. */
function allCharacters(): string {
  if (characters === undefined) {
    const parts: string[] = [];
    for (let start = 0; start < 0x110000; start += 0x400) {
      if (start >= 0xd800 && start < 0xe000) continue;
      parts.push(String.fromCodePoint(...Array.from({ length: 0x400 }, (_, i) => start + i)));
    }
    characters = parts.join("");
  }
  return characters;
}
