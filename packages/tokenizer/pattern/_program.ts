// A tree as instructions for the matcher.

import { CharacterSet } from "./_character_set.ts";
import type { Node } from "./_node.ts";

/** More instructions than this are not worked through for each character of a text. */
const MAX_INSTRUCTIONS = 2048;

/** Takes a character of the set `first`. */
export const TAKE = 0;
/** Goes on at `first`, and if that fails, at `second`. */
export const TRY = 1;
/** Goes on at `first`. */
export const JUMP = 2;
/** Runs the program `first` and comes back to where it started; matches if that is what `second` says. */
export const LOOK = 3;
/** Runs the program `first` and goes on where it ended. */
export const RUN = 4;
/** The program has matched. */
export const END = 5;

/** What is matched as one: the expression, what it looks at, what is atomic. */
export interface Program {
  /** The first instruction. */
  start: number;
  /** Whether it goes from the end of a text to its start. */
  isBackward: boolean;
  /** How many `TRY` it has. */
  tries: number;
}

/** A whole expression; the first program is the expression itself. */
export interface Code {
  operations: Uint8Array;
  first: Int32Array;
  second: Int32Array;
  /** Of each `TRY`, its number within its program. */
  numbers: Int32Array;
  sets: readonly CharacterSet[];
  programs: readonly Program[];
}

/** @throws {RangeError} If there are more instructions than are worth a character. */
export function compile(node: Node): Code {
  return new Compiler().compile(node);
}

class Compiler {
  readonly #operations: number[] = [];
  readonly #first: number[] = [];
  readonly #second: number[] = [];
  readonly #numbers: number[] = [];
  readonly #sets: CharacterSet[] = [];
  readonly #setNumbers = new Map<string, number>();
  readonly #programs: Program[] = [];
  /** A part that is repeated stands in several places, with one program for what it looks at. */
  readonly #forward = new Map<Node, number>();
  readonly #backward = new Map<Node, number>();
  readonly #waiting: { node: Node; program: Program }[] = [];

  compile(node: Node): Code {
    this.#addProgram(node, false);
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      next.program.start = this.#operations.length;
      this.#add(next.node, next.program);
      this.#emit(END);
    }
    return {
      operations: Uint8Array.from(this.#operations),
      first: Int32Array.from(this.#first),
      second: Int32Array.from(this.#second),
      numbers: Int32Array.from(this.#numbers),
      sets: this.#sets,
      programs: this.#programs,
    };
  }

  #addProgram(node: Node, isBackward: boolean): number {
    const numbers = isBackward ? this.#backward : this.#forward;
    const known = numbers.get(node);
    if (known !== undefined) return known;
    const program = { start: 0, isBackward, tries: 0 };
    const number = this.#programs.push(program) - 1;
    numbers.set(node, number);
    this.#waiting.push({ node, program });
    return number;
  }

  #emit(operation: number, first: number = 0, second: number = 0): number {
    if (this.#operations.length >= MAX_INSTRUCTIONS) {
      throw new RangeError(`takes more than ${MAX_INSTRUCTIONS} steps a character`);
    }
    this.#numbers.push(0);
    this.#first.push(first);
    this.#second.push(second);
    return this.#operations.push(operation) - 1;
  }

  #add(node: Node, program: Program): void {
    switch (node.kind) {
      case "set":
        this.#emit(TAKE, this.#setNumber(node.source));
        break;
      case "sequence":
        for (const part of program.isBackward ? node.parts.toReversed() : node.parts) {
          this.#add(part, program);
        }
        break;
      case "choice":
        this.#addChoice(node.parts, program);
        break;
      case "repeat": {
        for (let i = 0; i < node.least; i++) this.#add(node.part, program);
        if (node.most === Infinity) {
          const start = this.#operations.length;
          this.#addOptional(node.part, node.isLazy, program, () => this.#emit(JUMP, start));
        } else {
          this.#addOptions(node.part, node.most - node.least, node.isLazy, program);
        }
        break;
      }
      case "look":
        this.#emit(LOOK, this.#addProgram(node.part, node.isBehind), node.isNegated ? 0 : 1);
        break;
      case "atomic":
        this.#emit(RUN, this.#addProgram(node.part, program.isBackward));
        break;
    }
  }

  #setNumber(source: string): number {
    let number = this.#setNumbers.get(source);
    if (number === undefined) {
      number = this.#sets.push(new CharacterSet(source)) - 1;
      this.#setNumbers.set(source, number);
    }
    return number;
  }

  #emitTry(program: Program): number {
    const at = this.#emit(TRY);
    this.#numbers[at] = program.tries++;
    return at;
  }

  #addChoice(parts: readonly Node[], program: Program): void {
    const jumps: number[] = [];
    parts.forEach((part, i) => {
      const isLast = i === parts.length - 1;
      const attempt = isLast ? 0 : this.#emitTry(program);
      if (!isLast) this.#first[attempt] = attempt + 1;
      this.#add(part, program);
      if (isLast) return;
      jumps.push(this.#emit(JUMP));
      this.#second[attempt] = this.#operations.length;
    });
    for (const jump of jumps) this.#first[jump] = this.#operations.length;
  }

  /** `part` and what `addRest` adds, or nothing. */
  #addOptional(part: Node, isLazy: boolean, program: Program, addRest: () => void): void {
    const attempt = this.#emitTry(program);
    this.#add(part, program);
    addRest();
    const inner = attempt + 1, end = this.#operations.length;
    this.#first[attempt] = isLazy ? end : inner;
    this.#second[attempt] = isLazy ? inner : end;
  }

  /** `part` up to `most` times; each time may be the last, and then all the others are left out. */
  #addOptions(part: Node, most: number, isLazy: boolean, program: Program): void {
    const attempts: number[] = [];
    for (let i = 0; i < most; i++) {
      attempts.push(this.#emitTry(program));
      this.#add(part, program);
    }
    const end = this.#operations.length;
    for (const attempt of attempts) {
      this.#first[attempt] = isLazy ? end : attempt + 1;
      this.#second[attempt] = isLazy ? attempt + 1 : end;
    }
  }
}
