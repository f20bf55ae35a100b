// A text on its way through normalisers and pre-tokenisers, which may remember for each of its code
// units where in the original text it comes from.
//
// What part of the original an inserted character belongs to follows Hugging Face's NormalizedString,
// since the offsets of tokens come from here.

import { Growth } from "./growth.ts";

/** Where a piece of text is, as pairs (start, end) in one array. */
export type Ranges = number[];

/** What {@linkcode AlignedText.split} does with the delimiters that it splits at. */
export type SplitBehavior =
  | "Removed"
  | "Isolated"
  | "MergedWithPrevious"
  | "MergedWithNext"
  | "Contiguous";

/** Code units with, if wanted, the range of the original that each of them stands for. */
export class AlignedText {
  /** The text as it is now. */
  text: string;
  /** Where this text starts in the original. */
  readonly origin: number;
  readonly #growth: Growth;
  // Per code unit of the text: the start and the end of its range. Absent when nobody asks for offsets.
  #starts: Int32Array | undefined;
  #ends: Int32Array | undefined;

  private constructor(
    text: string,
    growth: Growth,
    origin: number = 0,
    starts?: Int32Array,
    ends?: Int32Array,
  ) {
    this.text = text;
    this.origin = origin;
    this.#growth = growth;
    this.#starts = starts;
    this.#ends = ends;
  }

  /**
   * Starts with an original text; only an `aligned` one can tell offsets later.
   *
   * @param growth How much longer this text may become, and all its parts together.
   */
  static from(
    text: string,
    aligned: boolean,
    growth: Growth = new Growth(text.length),
  ): AlignedText {
    if (!aligned) return new AlignedText(text, growth);
    const starts = new Int32Array(text.length), ends = new Int32Array(text.length);
    for (let i = 0; i < text.length; i++) {
      const length = isPairAt(text, i) ? 2 : 1;
      starts.fill(i, i, i + length);
      ends.fill(i + length, i, i + length);
      i += length - 1;
    }
    return new AlignedText(text, growth, 0, starts, ends);
  }

  /** Whether {@linkcode originalStart} and {@linkcode originalEnd} know anything. */
  get isAligned(): boolean {
    return this.#starts !== undefined;
  }

  /** Where in the original the code unit at `index` starts. */
  originalStart(index: number): number {
    return this.#starts![index]!;
  }

  /** Where in the original the code unit at `index` ends. */
  originalEnd(index: number): number {
    return this.#ends![index]!;
  }

  /** A part of the text. */
  slice(start: number, end: number): AlignedText {
    const starts = this.#starts?.subarray(start, end), ends = this.#ends?.subarray(start, end);
    const origin = starts === undefined ? this.origin + start : starts[0] ?? this.origin;
    return new AlignedText(this.text.slice(start, end), this.#growth, origin, starts, ends);
  }

  /**
   * Replaces the whole text by characters, each with a change: 0 replaces the next character of the old
   * text, 1 is inserted, and -n replaces one and removes the n that follow.
   *
   * @param removedAtStart How many characters of the old text are dropped before the first.
   */
  transform(
    characters: readonly string[],
    changes: readonly number[],
    removedAtStart: number = 0,
  ): void {
    const text = characters.join("");
    this.#growth.add(text.length - this.text.length);
    const oldStarts = this.#starts, oldEnds = this.#ends;
    if (oldStarts === undefined || oldEnds === undefined) {
      this.text = text;
      return;
    }
    const old = this.text;
    const starts = new Int32Array(text.length), ends = new Int32Array(text.length);
    let from = skipCharacters(old, 0, removedAtStart), to = 0;
    for (let i = 0; i < characters.length; i++) {
      const change = changes[i]!;
      const source = change > 0 ? from - 1 : from;
      const start = oldStarts[source] ?? this.origin, end = oldEnds[source] ?? this.origin;
      for (const next = to + characters[i]!.length; to < next; to++) {
        starts[to] = start;
        ends[to] = end;
      }
      if (change <= 0) from = skipCharacters(old, from, 1 - change);
    }
    this.text = text;
    this.#starts = starts;
    this.#ends = ends;
  }

  /** Drops the characters that `keep` refuses. */
  filter(keep: (codePoint: number) => boolean): void {
    const characters: string[] = [], changes: number[] = [];
    let removed = 0, removedAtStart = 0;
    for (const character of this.text) {
      if (!keep(character.codePointAt(0)!)) {
        removed++;
        continue;
      }
      if (characters.length === 0) removedAtStart = removed;
      else changes.push(-removed);
      characters.push(character);
      removed = 0;
    }
    changes.push(-removed);
    this.transform(characters, changes, removedAtStart);
  }

  /** Replaces each character by one or more, of which the further ones count as inserted. */
  map(replace: (character: string) => string): void {
    const characters: string[] = [], changes: number[] = [];
    for (const character of this.text) {
      let change = 0;
      for (const replacement of replace(character)) {
        characters.push(replacement);
        changes.push(change);
        change = 1;
      }
    }
    this.transform(characters, changes);
  }

  /** Puts text in front, which belongs to the first character; an empty text stays empty. */
  prepend(prefix: string): void {
    if (this.text === "") return;
    this.#growth.add(prefix.length);
    const starts = this.#starts, ends = this.#ends;
    this.text = prefix + this.text;
    if (starts === undefined || ends === undefined) return;
    if (prefix === "") {
      // The character itself then counts as inserted, before anything else.
      const length = isPairAt(this.text, 0) ? 2 : 1;
      this.#starts = starts.slice().fill(this.origin, 0, length);
      this.#ends = ends.slice().fill(this.origin, 0, length);
      return;
    }
    this.#starts = new Int32Array(this.text.length).fill(starts[0]!, 0, prefix.length);
    this.#ends = new Int32Array(this.text.length).fill(ends[0]!, 0, prefix.length);
    this.#starts.set(starts, prefix.length);
    this.#ends.set(ends, prefix.length);
  }

  /** Replaces the text in each of the ranges. */
  replace(ranges: Ranges, replacement: string): void {
    let replaced = 0;
    for (let i = 0; i < ranges.length; i += 2) replaced += ranges[i + 1]! - ranges[i]!;
    this.#growth.add(replacement.length * ranges.length / 2 - replaced);
    const old = this.text, oldStarts = this.#starts, oldEnds = this.#ends;
    const parts: string[] = [], starts: number[] = [], ends: number[] = [];
    let copied = 0;
    const copyTo = (end: number) => {
      parts.push(old.slice(copied, end));
      if (oldStarts === undefined || oldEnds === undefined) return;
      for (let i = copied; i < end; i++) starts.push(oldStarts[i]!), ends.push(oldEnds[i]!);
    };
    for (let i = 0; i < ranges.length; i += 2) {
      const end = ranges[i + 1]!;
      copyTo(ranges[i]!);
      parts.push(replacement);
      if (oldStarts !== undefined && oldEnds !== undefined) {
        for (let j = 0; j < replacement.length; j++) {
          starts.push(oldStarts[end - 1] ?? this.origin);
          ends.push(oldEnds[end - 1] ?? this.origin);
        }
      }
      copied = end;
    }
    copyTo(old.length);
    this.text = parts.join("");
    if (oldStarts !== undefined) {
      this.#starts = Int32Array.from(starts);
      this.#ends = Int32Array.from(ends);
    }
  }

  /** Cuts the text at the delimiters in `ranges`; empty parts are left out. */
  split(ranges: Ranges, behavior: SplitBehavior, invert: boolean = false): AlignedText[] {
    const parts = splitRanges(this.text.length, ranges, behavior, invert);
    if (parts.length === 2 && parts[0] === 0 && parts[1] === this.text.length) return [this];
    const texts: AlignedText[] = [];
    for (let i = 0; i < parts.length; i += 2) {
      if (parts[i] !== parts[i + 1]) texts.push(this.slice(parts[i]!, parts[i + 1]!));
    }
    return texts;
  }
}

/** The ranges of the characters for which `test` holds. */
export function matchCharacters(text: string, test: (codePoint: number) => boolean): Ranges {
  const ranges: Ranges = [];
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    if (test(character.codePointAt(0)!)) ranges.push(start, end);
    start = end;
  }
  return ranges;
}

function isPairAt(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit < 0xdc00 && index + 1 < text.length;
}

function skipCharacters(text: string, index: number, count: number): number {
  while (count-- > 0 && index < text.length) index += isPairAt(text, index) ? 2 : 1;
  return index;
}

/** The parts that are kept. */
function splitRanges(
  length: number,
  ranges: Ranges,
  behavior: SplitBehavior,
  invert: boolean,
): Ranges {
  // All of the text in order, as matches and what is between them.
  const starts: number[] = [], ends: number[] = [], matches: boolean[] = [];
  let covered = 0;
  const add = (start: number, end: number, isMatch: boolean) => {
    starts.push(start), ends.push(end), matches.push(isMatch !== invert);
  };
  for (let i = 0; i < ranges.length; i += 2) {
    if (ranges[i]! > covered) add(covered, ranges[i]!, false);
    add(ranges[i]!, ranges[i + 1]!, true);
    covered = ranges[i + 1]!;
  }
  if (covered < length) add(covered, length, false);

  const parts: Ranges = [];
  const count = starts.length;
  if (behavior === "MergedWithNext") {
    let previous = false;
    for (let i = count - 1; i >= 0; i--) {
      if (matches[i]! && !previous && parts.length > 0) parts[parts.length - 1] = starts[i]!;
      else parts.push(ends[i]!, starts[i]!);
      previous = matches[i]!;
    }
    return parts.reverse();
  }
  let previous = false;
  for (let i = 0; i < count; i++) {
    const isMatch = matches[i]!;
    if (behavior === "Removed" && isMatch) continue;
    const merges = parts.length > 0 &&
      (behavior === "Contiguous"
        ? isMatch === previous
        : behavior === "MergedWithPrevious" && isMatch && !previous);
    if (merges) parts[parts.length - 1] = ends[i]!;
    else parts.push(starts[i]!, ends[i]!);
    previous = isMatch;
  }
  return parts;
}
