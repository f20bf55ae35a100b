// Oniguruma's regular expressions in JavaScript's syntax, as far as tokenizers use them.
//
// The expressions come from files, and JavaScript's matcher tries all ways to match. So there is a bound
// on the ways: an expression has at most 1,000 characters; what is repeated may hold a choice or another
// repetition only if each character of a text decides what comes next, as in (?:\p{L}\p{M}*)+ (elsewhere
// time grows exponentially); all other choices multiplied give at most 1,000; and an alternative repeats at
// most two things without limit. Matching then takes at most 1,000 · n³ steps for a run of n characters
// that the repetitions can divide among them. References back to a group, recursion and conditions are
// refused.

import {
  escapeCharacter,
  posixSet,
  propertySet,
  whiteSpaceSet,
  wordSet,
} from "./_character_sets.ts";
import { isDeterministic } from "./_is_deterministic.ts";
import { canBeEmpty, type Shape } from "./_shape.ts";

/** What groups start with; (?i) has no colon and no end of its own. */
const OPENINGS = ["(?:", "(?=", "(?!", "(?<=", "(?<!", "(?i:", "(?i)", "(?m:", "(?>"];

const MAX_LENGTH = 1000;
const MAX_CHOICES = 1000;
const MAX_REPEATS = 2;
const MAX_DEPTH = 20;

/** `{2}`, `{2,}`, `{2,4}` and `{,4}`. */
const INTERVAL = /^\{(?=\d|,\d)(\d{0,4})(,?)(\d{0,4})\}/;

/** In how many ways something can match, and how many of its repetitions have no limit. */
interface Cost {
  choices: number;
  repeats: number;
}

/** A translated part. */
interface Part extends Cost {
  source: string;
  shape: Shape;
  /** What lookarounds and atomic groups within it cost, wherever they are tried. */
  checks: Cost;
  /** Whether it matches in one way at most, and does not go back on it. */
  isAtomic: boolean;
}

const FREE: Cost = { choices: 1, repeats: 0 };
const EMPTY: Shape = { kind: "sequence", parts: [] };

/** The source of the same expression for `RegExp` with flag `v`. */
export function translateRegex(source: string): string {
  if (source.length > MAX_LENGTH) throw new SyntaxError(`longer than ${MAX_LENGTH} characters`);
  const parser = new Parser(source);
  return parser.parseAll();
}

class Parser {
  readonly #characters: string[];
  #at = 0;
  #depth = 0;
  #groups = 0;
  #ignoreCase = false;
  #dotMatchesAll = false;
  #isInLookbehind = false;

  constructor(source: string) {
    this.#characters = [...source];
  }

  parseAll(): string {
    const part = this.#parseAlternatives();
    if (this.#at < this.#characters.length) this.#fail("a ) without a (");
    return part.source;
  }

  #fail(what: string): never {
    throw new SyntaxError(`${what} at character ${this.#at} of ${this.#characters.join("")}`);
  }

  #peek(text: string): boolean {
    return this.#characters.slice(this.#at, this.#at + text.length).join("") === text;
  }

  #take(text: string): boolean {
    if (!this.#peek(text)) return false;
    this.#at += text.length;
    return true;
  }

  #parseAlternatives(): Part {
    if (++this.#depth > MAX_DEPTH) this.#fail("too many groups within groups");
    const parts = [this.#parseSequence()];
    while (this.#take("|")) parts.push(this.#parseSequence());
    this.#depth--;
    if (parts.length === 1) return parts[0]!;
    const either = (costs: readonly Cost[]): Cost => ({
      choices: costs.reduce((sum, cost) => sum + cost.choices, 0),
      repeats: Math.max(...costs.map((cost) => cost.repeats)),
    });
    const cost = either(parts);
    if (cost.choices > MAX_CHOICES) this.#fail(`more than ${MAX_CHOICES} ways to match`);
    return {
      ...cost,
      source: parts.map((part) => part.source).join("|"),
      shape: { kind: "choice", parts: parts.map((part) => part.shape) },
      checks: either(parts.map((part) => part.checks)),
      isAtomic: false,
    };
  }

  #parseSequence(): Part {
    const parts: Part[] = [];
    const all: Part = { ...FREE, source: "", shape: EMPTY, checks: { ...FREE }, isAtomic: false };
    while (this.#at < this.#characters.length && !this.#peek("|") && !this.#peek(")")) {
      const part = this.#parseQuantified();
      parts.push(part);
      all.source += part.source;
      all.choices *= part.choices;
      all.repeats += part.repeats;
      all.checks.choices *= part.checks.choices;
      all.checks.repeats += part.checks.repeats;
      if (all.choices > MAX_CHOICES) this.#fail(`more than ${MAX_CHOICES} ways to match`);
      if (all.repeats > MAX_REPEATS) {
        this.#fail(`more than ${MAX_REPEATS} repetitions without a limit in one alternative`);
      }
    }
    if (parts.length === 1) return parts[0]!;
    return { ...all, shape: { kind: "sequence", parts: parts.map((part) => part.shape) } };
  }

  #parseQuantified(): Part {
    const atom = this.#parseAtom();
    const quantifier = this.#parseQuantifier();
    if (quantifier === undefined) return atom;
    const { source, least, most } = quantifier;
    const shape: Shape = { kind: "repeat", part: atom.shape, least, most };
    if (canBeEmpty(atom.shape)) return this.#parseOptional(atom, least, most);
    const isSimple = atom.choices === 1 && atom.repeats === 0;
    if (most > 1 && !isSimple && !atom.isAtomic && !isDeterministic(shape)) {
      this.#fail("a repetition of something that holds a choice or a repetition");
    }
    const part: Part = {
      ...this.#repeatedCost(atom, least, most),
      source: atom.source + source,
      shape,
      checks: atom.checks,
      isAtomic: false,
    };
    // After braces a + repeats once more, and a ? makes an exact number optional.
    const isBraces = source.startsWith("{");
    if (!isBraces && this.#take("+")) return this.#atomic(part);
    if (isBraces && this.#take("+")) {
      part.source = `(?:${part.source})+`;
      part.shape = { kind: "repeat", part: shape, least: 1, most: Infinity };
      Object.assign(part, this.#repeatedCost(atom, 1, Infinity));
      if (least !== most || !(isSimple || isDeterministic(part.shape))) {
        this.#fail("a repetition of a repetition");
      }
    } else if (this.#take("?")) {
      const isExact = isBraces && least === most;
      part.source = isExact ? `(?:${part.source})?` : `${part.source}?`;
      if (isExact) {
        part.choices++;
        part.shape = { kind: "repeat", part: shape, least: 0, most: 1 };
      }
    }
    if (["*", "+", "?"].some((repeat) => this.#peek(repeat)) || this.#peekInterval()) {
      this.#fail("a repetition of a repetition");
    }
    return part;
  }

  /**
   * Repeats what may be empty. JavaScript does not take an empty turn of a repetition where Oniguruma does,
   * so only `?` is let through, as a choice.
   */
  #parseOptional(atom: Part, least: number, most: number): Part {
    if (least !== 0 || most !== 1) this.#fail("a repetition of something that can be empty");
    const isLazy = this.#take("?");
    const part: Part = {
      ...atom,
      source: isLazy ? `(?:|${atom.source})` : `(?:${atom.source}|)`,
      shape: { kind: "choice", parts: [atom.shape, EMPTY] },
      choices: atom.choices + 1,
      isAtomic: false,
    };
    return !isLazy && this.#take("+") ? this.#atomic(part) : part;
  }

  /** What is repeated reads a text in one way, or is simple, or atomic, or repeated once at most. */
  #repeatedCost(atom: Part, least: number, most: number): Cost {
    if (most === 1) return { choices: atom.choices + 1, repeats: atom.repeats };
    if (most < Infinity && atom.repeats === 0 && atom.choices === 1) {
      return { choices: most - least + 1, repeats: 0 };
    }
    return { choices: atom.checks.choices, repeats: 1 + atom.checks.repeats };
  }

  #peekInterval(): boolean {
    return INTERVAL.test(this.#characters.slice(this.#at, this.#at + 12).join(""));
  }

  #parseQuantifier(): { source: string; least: number; most: number } | undefined {
    if (this.#take("*")) return { source: "*", least: 0, most: Infinity };
    if (this.#take("+")) return { source: "+", least: 1, most: Infinity };
    if (this.#take("?")) return { source: "?", least: 0, most: 1 };
    const rest = this.#characters.slice(this.#at, this.#at + 12).join("");
    const match = INTERVAL.exec(rest);
    if (match === null) return undefined;
    this.#at += match[0].length;
    const least = Number(match[1] || "0");
    const most = match[2] === "" ? least : match[3] === "" ? Infinity : Number(match[3]);
    if (most < least) this.#fail("a repetition that ends before it starts");
    const source = `{${least}${match[2]}${match[3]}}`;
    if (!this.#peek("+") || this.#peek("++") || this.#peek("+?")) return { source, least, most };
    // x{0,3}+ is not possessive but x{0,3} repeated, which matches as x* does, and so on.
    if (least <= 1 && least < most) {
      this.#at++;
      return least === 0
        ? { source: "*", least, most: Infinity }
        : { source: "+", least, most: Infinity };
    }
    if (most === Infinity) this.#at++;
    return { source, least, most };
  }

  #parseAtom(): Part {
    const one = (source: string): Part => ({
      ...FREE,
      source,
      shape: { kind: "set", source },
      checks: FREE,
      isAtomic: true,
    });
    const place = (source: string): Part => ({ ...one(source), shape: EMPTY });
    const character = this.#characters[this.#at]!;
    switch (character) {
      case "(":
        return this.#parseGroup();
      case "[":
        return one(this.#parseClass());
      case "\\":
        return this.#parsePlace(place) ?? one(this.#parseEscape(false));
      case ".":
        this.#at++;
        return one(this.#dotMatchesAll ? "[^]" : "[^\\n]");
      case "^":
        this.#at++;
        // A line break at the end starts no line.
        return place("(?:(?<![^\\n])(?=[^]))");
      case "$":
        this.#at++;
        return place("(?![^\\n])");
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
  #parsePlace(place: (source: string) => Part): Part | undefined {
    const word = wordSet(false, false);
    if (this.#take("\\b")) {
      return place(`(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`);
    }
    if (this.#take("\\B")) {
      return place(`(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`);
    }
    if (this.#take("\\A")) return place("(?<![^])");
    if (this.#take("\\z")) return place("(?![^])");
    if (this.#take("\\Z")) return place("(?=\\n?(?![^]))");
    return undefined;
  }

  #parseGroup(): Part {
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
      case "(?<!": {
        const { choices, repeats } = inner;
        const source = `${opening}${inner.source})`;
        return { ...inner, source, shape: EMPTY, checks: { choices, repeats }, isAtomic: true };
      }
      default:
        return { ...inner, source: `(?:${inner.source})` };
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

  /** A lookahead does not go back on what it matched, and a reference then takes it. */
  #atomic(part: Part): Part {
    // JavaScript reads these from right to left, and would meet the reference first.
    if (this.#isInLookbehind) this.#fail("a possessive or atomic part of a lookbehind");
    const name = `atomic${this.#groups++}`;
    return {
      ...part,
      source: `(?:(?=(?<${name}>${part.source}))\\k<${name}>)`,
      choices: 1,
      checks: { choices: part.choices, repeats: part.repeats },
      isAtomic: true,
    };
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
