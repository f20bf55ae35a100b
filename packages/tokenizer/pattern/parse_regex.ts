// Oniguruma's regular expressions, as far as tokenizers use them. References back to a group, recursion and
// conditions are refused: what remains can be matched in time proportional to the text (see _matcher.ts).

import {
  escapeCharacter,
  posixSet,
  propertySet,
  whiteSpaceSet,
  wordSet,
} from "./_character_sets.ts";
import { describe } from "../json/describe.ts";
import { canBeEmpty, choice, EMPTY, type Node, sequence } from "./_node.ts";

/** What groups start with; (?i) has no colon and no end of its own. */
const OPENINGS = ["(?:", "(?=", "(?!", "(?<=", "(?<!", "(?i:", "(?i)", "(?m:", "(?>"] as const;
type LookOpening = "(?=" | "(?!" | "(?<=" | "(?<!";

const MAX_LENGTH = 1000;
const MAX_DEPTH = 20;

/** `{2}`, `{2,}`, `{2,4}` and `{,4}`. */
const INTERVAL = /^\{(?=\d|,\d)(\d{0,4})(,?)(\d{0,4})\}/;

/**
 * Reads an expression.
 *
 * @throws {SyntaxError} What is wrong or not supported, and at which character.
 */
export function parseRegex(source: string): Node {
  if (source.length > MAX_LENGTH) throw new SyntaxError(`longer than ${MAX_LENGTH} characters`);
  return new Parser(source).parseAll();
}

class Parser {
  readonly #characters: string[];
  #at = 0;
  #depth = 0;
  #ignoreCase = false;
  #dotMatchesAll = false;
  #isInLookbehind = false;

  constructor(source: string) {
    this.#characters = [...source];
  }

  parseAll(): Node {
    const node = this.#parseAlternatives();
    if (this.#at < this.#characters.length) this.#fail("a ) without a (");
    return node;
  }

  #fail(what: string): never {
    throw new SyntaxError(
      `${what} at character ${this.#at} of ${describe(this.#characters.join(""))}`,
    );
  }

  #peek(text: string): boolean {
    return this.#characters.slice(this.#at, this.#at + text.length).join("") === text;
  }

  #take(text: string): boolean {
    if (!this.#peek(text)) return false;
    this.#at += text.length;
    return true;
  }

  #parseAlternatives(): Node {
    if (++this.#depth > MAX_DEPTH) this.#fail("too many groups within groups");
    const parts = [this.#parseSequence()];
    while (this.#take("|")) parts.push(this.#parseSequence());
    this.#depth--;
    return choice(parts);
  }

  #parseSequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#characters.length && !this.#peek("|") && !this.#peek(")")) {
      parts.push(this.#parseQuantified());
    }
    return sequence(parts);
  }

  #parseQuantified(): Node {
    const part = this.#parseAtom();
    const quantifier = this.#parseQuantifier();
    if (quantifier === undefined) return part;
    const { least, most, isBraces } = quantifier;
    if (canBeEmpty(part)) return this.#parseOptional(part, least, most);
    let node: Node = { kind: "repeat", part, least, most, isLazy: false };
    // After braces a + repeats once more, and a ? makes an exact number optional.
    if (this.#take("+")) {
      node = isBraces
        ? { kind: "repeat", part: node, least: 1, most: Infinity, isLazy: false }
        : this.#atomic(node);
    } else if (this.#take("?")) {
      node = isBraces && least === most
        ? { kind: "repeat", part: node, least: 0, most: 1, isLazy: false }
        : { ...node, isLazy: true };
    }
    if (["*", "+", "?"].some((repeat) => this.#peek(repeat)) || this.#peekInterval()) {
      this.#fail("a repetition of a repetition");
    }
    return node;
  }

  /**
   * Repeats what may be empty. JavaScript does not take an empty turn of a repetition where Oniguruma does,
   * so only `?` is let through, as a choice.
   */
  #parseOptional(part: Node, least: number, most: number): Node {
    if (least !== 0 || most !== 1) this.#fail("a repetition of something that can be empty");
    if (this.#take("?")) return choice([EMPTY, part]);
    const node = choice([part, EMPTY]);
    return this.#take("+") ? this.#atomic(node) : node;
  }

  #peekInterval(): boolean {
    return INTERVAL.test(this.#characters.slice(this.#at, this.#at + 12).join(""));
  }

  #parseQuantifier(): { least: number; most: number; isBraces: boolean } | undefined {
    if (this.#take("*")) return { least: 0, most: Infinity, isBraces: false };
    if (this.#take("+")) return { least: 1, most: Infinity, isBraces: false };
    if (this.#take("?")) return { least: 0, most: 1, isBraces: false };
    const rest = this.#characters.slice(this.#at, this.#at + 12).join("");
    const match = INTERVAL.exec(rest);
    if (match === null) return undefined;
    this.#at += match[0].length;
    const least = Number(match[1] || "0");
    const most = match[2] === "" ? least : match[3] === "" ? Infinity : Number(match[3]);
    if (most < least) this.#fail("a repetition that ends before it starts");
    if (!this.#peek("+") || this.#peek("++") || this.#peek("+?")) {
      return { least, most, isBraces: true };
    }
    // x{0,3}+ is not possessive but x{0,3} repeated, which matches as x* does, and so on.
    if (least <= 1 && least < most) {
      this.#at++;
      return { least, most: Infinity, isBraces: false };
    }
    if (most === Infinity) this.#at++;
    return { least, most, isBraces: true };
  }

  #parseAtom(): Node {
    const one = (source: string): Node => ({ kind: "set", source });
    const character = this.#characters[this.#at]!;
    switch (character) {
      case "(":
        return this.#parseGroup();
      case "[":
        return one(this.#parseClass());
      case "\\":
        return this.#parsePlace() ?? one(this.#parseEscape(false));
      case ".":
        this.#at++;
        return one(this.#dotMatchesAll ? "[^]" : "[^\\n]");
      case "^":
        this.#at++;
        // A line break at the end starts no line.
        return sequence([look("(?<!", one("[^\\n]")), look("(?=", one("[^]"))]);
      case "$":
        this.#at++;
        return look("(?!", one("[^\\n]"));
      case "*":
      case "+":
      case "?":
        return this.#fail("a repetition of nothing");
      case "{":
        if (this.#peekInterval()) return this.#fail("a repetition of nothing");
        this.#at++;
        return one(this.#literal(character));
      default:
        this.#at++;
        return one(this.#literal(character));
    }
  }

  /** Escapes that are about a place in the text, not about a character. */
  #parsePlace(): Node | undefined {
    const word: Node = { kind: "set", source: wordSet(false, false) };
    const any: Node = { kind: "set", source: "[^]" };
    const between = (before: LookOpening, after: LookOpening) =>
      sequence([look(before, word), look(after, word)]);
    if (this.#take("\\b")) return choice([between("(?<=", "(?!"), between("(?<!", "(?=")]);
    if (this.#take("\\B")) return choice([between("(?<=", "(?="), between("(?<!", "(?!")]);
    if (this.#take("\\A")) return look("(?<!", any);
    if (this.#take("\\z")) return look("(?!", any);
    if (this.#take("\\Z")) {
      const newline: Node = { kind: "set", source: "\\n" };
      return look("(?=", sequence([choice([newline, EMPTY]), look("(?!", any)]));
    }
    return undefined;
  }

  #parseGroup(): Node {
    const opening = this.#takeGroupName() ?? OPENINGS.find((text) => this.#take(text));
    if (opening === undefined && this.#peek("(?")) this.#fail("a group of this kind");
    if (opening === undefined) this.#at++;
    const outerCase = this.#ignoreCase, outerDot = this.#dotMatchesAll;
    const outerLookbehind = this.#isInLookbehind;
    if (opening?.startsWith("(?<")) this.#isInLookbehind = true;
    if (opening === "(?i:" || opening === "(?i)") this.#ignoreCase = true;
    if (opening === "(?m:") this.#dotMatchesAll = true;
    const inner = this.#parseAlternatives();
    this.#ignoreCase = outerCase;
    this.#dotMatchesAll = outerDot;
    this.#isInLookbehind = outerLookbehind;
    // (?i) holds up to the end of the group that it stands in, over all alternatives.
    if (opening !== "(?i)" && !this.#take(")")) this.#fail("a ( without a )");
    switch (opening) {
      case "(?>":
        return this.#atomic(inner);
      case "(?=":
      case "(?!":
      case "(?<=":
      case "(?<!":
        return look(opening, inner);
      default:
        return inner;
    }
  }

  /** Names are for references, of which there are none. */
  #takeGroupName(): string | undefined {
    const rest = this.#characters.slice(this.#at, this.#at + 40).join("");
    const match = /^\(\?<[A-Za-z_]\w*>/.exec(rest);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return "(?:";
  }

  #atomic(part: Node): Node {
    // JavaScript reads these from right to left, and would take the last way first.
    if (this.#isInLookbehind) this.#fail("a possessive or atomic part of a lookbehind");
    return { kind: "atomic", part };
  }

  #literal(character: string): string {
    if (this.#ignoreCase) {
      if (/[a-zA-Z]/.test(character)) {
        return `[${otherCases(character, character)}]`;
      }
      if (isCased(character)) this.#fail("a letter beyond ASCII in a (?i: group");
    }
    return escapeCharacter(character);
  }

  #parseEscape(inClass: boolean): string {
    this.#at++;
    const character = this.#characters[this.#at++];
    switch (character) {
      case undefined:
        return this.#fail("nothing after the \\");
      case "s":
      case "S":
        return whiteSpaceSet(character === "S");
      case "w":
      case "W":
        return wordSet(character === "W", inClass);
      case "d":
        return "\\p{Nd}";
      case "D":
        return "\\P{Nd}";
      case "h":
      case "H":
        return `[${character === "H" ? "^" : ""}0-9a-fA-F]`;
      case "p":
      case "P":
        return this.#parseProperty(character === "P", inClass);
      case "n":
      case "r":
      case "t":
      case "f":
      case "v":
        return `\\${character}`;
      case "a":
        return "\\u0007";
      case "e":
        return "\\u001b";
      case "b":
        if (inClass) return "\\u0008";
        break;
      case "x":
      case "u":
        return this.#parseCode();
    }
    if (/[a-zA-Z0-9]/.test(character)) this.#fail(`\\${character}, which is not supported,`);
    return escapeCharacter(character);
  }

  #parseProperty(negated: boolean, inClass: boolean): string {
    const rest = this.#characters.slice(this.#at, this.#at + 40).join("");
    const match = /^\{(\^?)([A-Za-z_]+)\}/.exec(rest);
    if (match === null) return this.#fail("\\p without {a property}");
    this.#at += match[0].length;
    const name = match[2]!;
    // In brackets a set holds the other cases of its characters, too; these sets do anyway.
    if (inClass && this.#ignoreCase && !/^(?:L|Letter|N.?|Number|[PSZ].?)$/.test(name)) {
      this.#fail(`the property ${name} in brackets in a (?i: group`);
    }
    return propertySet(name, negated !== (match[1] === "^")) ??
      this.#fail(`the unknown property ${name}`);
  }

  #parseCode(): string {
    const rest = this.#characters.slice(this.#at, this.#at + 10).join("");
    const match = /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}|[0-9a-fA-F]{2}))/.exec(rest);
    const code = match === null ? NaN : parseInt(match[1] ?? match[2]!, 16);
    if (match === null || code > 0x10ffff) return this.#fail("a character code");
    this.#at += match[0].length;
    if (this.#ignoreCase && isCased(String.fromCodePoint(code))) {
      this.#fail("the code of a letter in a (?i: group");
    }
    return `\\u{${code.toString(16)}}`;
  }

  #parseClass(): string {
    if (++this.#depth > MAX_DEPTH) this.#fail("too many brackets within brackets");
    this.#at++;
    const negated = this.#take("^");
    const operands = [""];
    for (let isFirst = true; isFirst || !this.#peek("]"); isFirst = false) {
      if (this.#at >= this.#characters.length) this.#fail("a [ without a ]");
      if (this.#take("&&")) operands.push("");
      else operands[operands.length - 1] += this.#parseClassItem();
    }
    this.#at++;
    this.#depth--;
    const inner = operands.length === 1
      ? operands[0]!
      : operands.map((operand) => `[${operand}]`).join("&&");
    return `[${negated ? "^" : ""}${inner}]`;
  }

  #parseClassItem(): string {
    if (this.#peek("[:")) return this.#parsePosixClass();
    if (this.#peek("[")) return this.#parseClass();
    const start = this.#parseClassCharacter();
    const next = this.#characters[this.#at + 1];
    if (start.startsWith("[") || !this.#peek("-") || next === "]" || next === undefined) {
      return this.#ignoreCase && /^[a-zA-Z]$/.test(start) ? otherCases(start, start) : start;
    }
    this.#at++;
    const end = this.#parseClassCharacter();
    if (!this.#ignoreCase) return `${start}-${end}`;
    if (!/^[a-zA-Z0-9]{2}$/.test(start + end)) this.#fail("a range of characters in a (?i: group");
    return `${start}-${end}${otherCases(start, end)}`;
  }

  #parseClassCharacter(): string {
    if (this.#peek("\\")) return this.#parseEscape(true);
    const character = this.#characters[this.#at++]!;
    if (this.#ignoreCase && !/[a-zA-Z]/.test(character) && isCased(character)) {
      this.#fail("a letter beyond ASCII in a (?i: group");
    }
    return escapeCharacter(character);
  }

  #parsePosixClass(): string {
    const rest = this.#characters.slice(this.#at, this.#at + 12).join("");
    const match = /^\[:(\^?)([a-z]+):\]/.exec(rest);
    if (this.#ignoreCase && /:\^?(?:upper|lower):/.test(rest)) {
      this.#fail("a class of one case in a (?i: group");
    }
    const set = match === null ? undefined : posixSet(match[2]!, match[1] === "^");
    if (match === null || set === undefined) return this.#fail("a class of this name");
    this.#at += match[0].length;
    return set;
  }
}

/** The letters of a range of ASCII in both cases, and the two beyond ASCII that are the same without case. */
function otherCases(start: string, end: string): string {
  let cases = "";
  for (let code = start.charCodeAt(0); code <= end.charCodeAt(0); code++) {
    const letter = String.fromCharCode(code).toLowerCase();
    if (!/[a-z]/.test(letter)) continue;
    cases += letter + letter.toUpperCase();
    if (letter === "s") cases += "\\u017f";
    if (letter === "k") cases += "\\u212a";
  }
  return cases;
}

function isCased(character: string): boolean {
  return /\p{Cased}/u.test(character);
}

function look(opening: LookOpening, part: Node): Node {
  return {
    kind: "look",
    part,
    isBehind: opening.startsWith("(?<"),
    isNegated: opening.endsWith("!"),
  };
}
