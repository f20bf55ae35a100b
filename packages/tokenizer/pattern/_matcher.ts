// Finds matches by trying one way after the other, as Oniguruma and JavaScript do, but no way twice.
//
// From one place in the expression and one in the text, what follows always ends alike. So where two ways
// part, it is written down if they led anywhere, for this search and the ones that start further on: a
// text of n characters is then worked through in at most n times the number of instructions. (Davis,
// Servant and Lee, "Using selective memoization to defeat regular expression denial of service", 2021.)

import type { Ranges } from "../text/aligned_text.ts";
import { type Code, END, JUMP, LOOK, type Program, RUN, TAKE, TRY } from "./_program.ts";

/** All that is written down takes at most so many numbers: 128 MB. */
const MAX_NUMBERS = 1 << 25;

/** What is known of a place: nothing, that it fails, or one more than where it ends. */
const UNKNOWN = 0, FAILS = -1;

/** How many characters of a text share a page of notes. */
const PAGE = 64;

/** Matches an expression. */
export class Matcher {
  readonly #code: Code;
  /** Whether no search comes back to what lies before the place where a match is looked for. */
  readonly #goesForward: boolean;

  constructor(code: Code) {
    this.#code = code;
    this.#goesForward = code.programs.every(({ isBackward, tries }) => !isBackward || tries === 0);
  }

  /**
   * The ranges that match, as pairs (start, end); an empty match counts unless it touches the end of the
   * one before.
   *
   * @throws {RangeError} If the notes on a text take more than 128 MB.
   */
  match(text: string): Ranges {
    const ranges: Ranges = [];
    if (text === "") return ranges;
    const characters = toCodePoints(text);
    const search = new Search(this.#code, characters);
    let covered = -1;
    for (let start = 0; start <= characters.length;) {
      if (this.#goesForward) search.forgetBefore(start);
      const end = search.run(0, start);
      if (end < 0 || (end === start && start === covered)) {
        start++;
        continue;
      }
      ranges.push(start, end);
      covered = end;
      start = end === start ? end + 1 : end;
    }
    return characters.length === text.length ? ranges : toCodeUnits(ranges, text);
  }
}

/** The work on one text. */
class Search {
  readonly #code: Code;
  readonly #characters: Uint32Array;
  /** Of each program, what is known of each of its ways for each 64 characters. */
  readonly #notes: (Int32Array | undefined)[][];
  readonly #spare: Int32Array[][];
  #taken = 0;
  #forgotten = 0;

  /** Where to go on if what is tried fails: an instruction, a character, and how much of the path stays. */
  readonly #ways: Stack;
  /** What has been tried and has not failed yet: the number of the try, and a character. */
  readonly #path: Stack;

  constructor(code: Code, characters: Uint32Array) {
    this.#code = code;
    this.#characters = characters;
    this.#notes = code.programs.map(() => []);
    this.#spare = code.programs.map(() => []);
    const take = (count: number) => this.#take(count);
    this.#ways = new Stack(take);
    this.#path = new Stack(take);
  }

  /** Where the match of a program ends that starts at a character; -1 if there is none. */
  run(number: number, at: number): number {
    const { operations, first, second, numbers, sets, programs } = this.#code;
    const program = programs[number]!;
    const characters = this.#characters, ways = this.#ways, path = this.#path;
    const waysBefore = ways.length, pathBefore = path.length;
    const count = characters.length;
    let instruction = program.start;
    while (true) {
      let fails = false;
      switch (operations[instruction]) {
        case TAKE: {
          const next = program.isBackward ? at - 1 : at;
          if (next >= 0 && next < count && sets[first[instruction]!]!.has(characters[next]!)) {
            at += program.isBackward ? -1 : 1;
            instruction++;
          } else fails = true;
          break;
        }
        case TRY: {
          const notes = this.#notesOn(number, program, at);
          const index = numbers[instruction]! * PAGE + at % PAGE;
          const known = notes[index]!;
          if (known === UNKNOWN) {
            // Until it has not: whoever comes here again comes after it has failed.
            notes[index] = FAILS;
            path.reserve(2);
            path.push(numbers[instruction]!);
            path.push(at);
            ways.reserve(3);
            ways.push(second[instruction]!);
            ways.push(at);
            ways.push(path.length);
            instruction = first[instruction]!;
          } else if (known === FAILS) fails = true;
          else return this.#matched(number, known - 1, waysBefore, pathBefore);
          break;
        }
        case JUMP:
          instruction = first[instruction]!;
          break;
        case LOOK: {
          const found = this.run(first[instruction]!, at) >= 0;
          if (found === (second[instruction] === 1)) instruction++;
          else fails = true;
          break;
        }
        case RUN: {
          const end = this.run(first[instruction]!, at);
          if (end >= 0) {
            at = end;
            instruction++;
          } else fails = true;
          break;
        }
        case END:
          return this.#matched(number, at, waysBefore, pathBefore);
      }
      if (!fails) continue;
      if (ways.length === waysBefore) {
        path.length = pathBefore;
        return -1;
      }
      path.length = ways.pop();
      at = ways.pop();
      instruction = ways.pop();
    }
  }

  /** Drops the notes on what lies before a character. */
  forgetBefore(at: number): void {
    for (const page = Math.floor(at / PAGE); this.#forgotten < page; this.#forgotten++) {
      this.#notes.forEach((pages, number) => {
        const notes = pages[this.#forgotten];
        if (notes === undefined) return;
        pages[this.#forgotten] = undefined;
        this.#spare[number]!.push(notes);
      });
    }
  }

  /** Writes down what led to a match. */
  #matched(number: number, end: number, waysBefore: number, pathBefore: number): number {
    const path = this.#path;
    for (let i = pathBefore; i < path.length; i += 2) {
      const at = path.at(i + 1);
      const notes = this.#notes[number]![Math.floor(at / PAGE)];
      // What comes after a match is another match; what is looked at is looked at again.
      if (notes !== undefined) {
        notes[path.at(i) * PAGE + at % PAGE] = number === 0 ? UNKNOWN : end + 1;
      }
    }
    path.length = pathBefore;
    this.#ways.length = waysBefore;
    return end;
  }

  #notesOn(number: number, program: Program, at: number): Int32Array {
    const pages = this.#notes[number]!, index = Math.floor(at / PAGE);
    const notes = pages[index];
    if (notes !== undefined) return notes;
    const spare = this.#spare[number]!.pop()?.fill(UNKNOWN);
    if (spare !== undefined) return pages[index] = spare;
    this.#take(program.tries * PAGE);
    return pages[index] = new Int32Array(program.tries * PAGE);
  }

  /** Counts numbers before memory is taken for them. */
  #take(count: number): void {
    this.#taken += count;
    if (this.#taken > MAX_NUMBERS) {
      throw new RangeError(
        `takes more than ${MAX_NUMBERS / 2 ** 18} MB of memory on a text of ` +
          `${this.#characters.length} characters`,
      );
    }
  }
}

/** Numbers one on another. */
class Stack {
  length = 0;
  readonly #take: (count: number) => void;
  #numbers = new Int32Array(256);

  /** @param take Called with how many more numbers there is to be room for. */
  constructor(take: (count: number) => void) {
    this.#take = take;
  }

  /** Makes room for some more. */
  reserve(count: number): void {
    const numbers = this.#numbers;
    if (this.length + count <= numbers.length) return;
    this.#take(numbers.length);
    this.#numbers = new Int32Array(2 * numbers.length);
    this.#numbers.set(numbers);
  }

  push(number: number): void {
    this.#numbers[this.length++] = number;
  }

  pop(): number {
    return this.#numbers[--this.length]!;
  }

  at(index: number): number {
    return this.#numbers[index]!;
  }
}

function toCodePoints(text: string): Uint32Array {
  const characters = new Uint32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++, count++) {
    const codePoint = text.codePointAt(i)!;
    characters[count] = codePoint;
    if (codePoint > 0xffff) i++;
  }
  return characters.subarray(0, count);
}

/** Positions in characters as positions in UTF-16. */
function toCodeUnits(ranges: Ranges, text: string): Ranges {
  let character = 0, unit = 0;
  return ranges.map((position) => {
    for (; character < position; character++) unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
    return unit;
  });
}
