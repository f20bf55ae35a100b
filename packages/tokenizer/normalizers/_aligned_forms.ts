// Normalisation forms that tell which character came from which. JavaScript does not say what a
// character's combining class is, only what it does: two marks of different classes change places in NFD.

import { isNormalizedAsIs } from "../unicode/properties.ts";

/** Characters, each with its change in the sense of `AlignedText.transform`. */
export interface ChangedCharacters {
  characters: string[];
  changes: number[];
}

/** Full decomposition: the first character of each keeps the place, the others count as inserted. */
export function decompose(text: string, form: "NFD" | "NFKD"): ChangedCharacters {
  const characters: string[] = [], changes: number[] = [];
  let runStart = 0;
  for (const character of text) {
    let change = 0;
    const decomposed = isPinned(character) ? character : character.normalize(form);
    for (const part of decomposed) {
      if (isStarter(part)) {
        sortMarks(characters, changes, runStart);
        runStart = characters.length + 1;
      }
      characters.push(part);
      changes.push(change);
      change = 1;
    }
  }
  sortMarks(characters, changes, runStart);
  return { characters, changes };
}

/** Joins what composes, in canonical order; a composed character counts for all that went into it. */
export function compose({ characters, changes }: ChangedCharacters): ChangedCharacters {
  const composed: string[] = [], composedChanges: number[] = [];
  // Where the last starter is in the result, and the last mark after it that did not compose.
  let starterAt = -1;
  let lastMark: string | undefined;
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!, change = changes[i]!;
    const starts = isStarter(character);
    const isBlocked = lastMark !== undefined && (starts || haveSameClass(lastMark, character));
    const pair = starterAt >= 0 && !isBlocked
      ? composePair(composed[starterAt]!, character)
      : undefined;
    if (pair !== undefined) {
      composed[starterAt] = pair;
      composedChanges[starterAt]! += change - 1;
      continue;
    }
    if (starts) {
      starterAt = composed.length;
      lastMark = undefined;
    } else if (starterAt >= 0) lastMark = character;
    composed.push(character);
    composedChanges.push(change);
  }
  return { characters: composed, changes: composedChanges };
}

function isPinned(character: string): boolean {
  return isNormalizedAsIs(character.codePointAt(0)!);
}

/** Puts the marks from `start` on into canonical order. */
function sortMarks(characters: string[], changes: number[], start: number): void {
  if (characters.length - start < 2) return;
  const marks = characters.slice(start), markChanges = new Map<string, number[]>();
  for (let i = marks.length - 1; i >= 0; i--) {
    const changesOfAlike = markChanges.get(marks[i]!);
    if (changesOfAlike) changesOfAlike.push(changes[start + i]!);
    else markChanges.set(marks[i]!, [changes[start + i]!]);
  }
  let at = start;
  // The order of marks of one class is kept, so the first unused one that is equal is the right one.
  for (const mark of marks.join("").normalize("NFD")) {
    characters[at] = mark;
    changes[at++] = markChanges.get(mark)!.pop()!;
  }
}

/** Whether the combining class is 0. */
function isStarter(character: string): boolean {
  if (character.charCodeAt(0) < 0x300 || isPinned(character)) return true;
  // Classes 1 and 240: one of the two changes places with any mark.
  const overlay = "\u0334", iota = "\u0345";
  return (character + overlay).normalize("NFD") === character + overlay &&
    (iota + character).normalize("NFD") === iota + character;
}

function haveSameClass(mark: string, other: string): boolean {
  return (mark + other).normalize("NFD") === mark + other &&
    (other + mark).normalize("NFD") === other + mark;
}

function composePair(starter: string, character: string): string | undefined {
  if (isPinned(character) || isPinned(starter)) return undefined;
  const composed = (starter + character).normalize("NFC");
  const length = composed.codePointAt(0)! > 0xffff ? 2 : 1;
  return composed.length === length && !isPinned(composed) ? composed : undefined;
}
