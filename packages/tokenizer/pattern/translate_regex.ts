// Oniguruma's regular expressions in JavaScript's syntax, as far as tokenizers use them.
//
// The expressions come from files, and JavaScript's matcher tries all ways to match. So there is a bound
// on the ways: an expression has at most 1,000 characters; what is repeated may not hold a choice or
// another repetition (that is where time grows exponentially); all other choices multiplied give at most
// 1,000; and an alternative repeats at most two things without limit. Matching then takes at most
// 1,000 · n³ steps for a run of n characters that the repetitions can divide among them. References back
// to a group, recursion and conditions are refused.

import {
  escapeCharacter,
  posixSet,
  propertySet,
  whiteSpaceSet,
  wordSet,
} from "./_character_sets.ts";

const MAX_LENGTH = 1000;
const MAX_CHOICES = 1000;
const MAX_REPEATS = 2;
const MAX_DEPTH = 20;

/** A translated part, in how many ways it can match, and how many of its repeats have no limit. */
interface Part {
  source: string;
  choices: number;
  repeats: number;
}

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
    const choices = parts.reduce((sum, part) => sum + part.choices, 0);
    if (choices > MAX_CHOICES) this.#fail(`more than ${MAX_CHOICES} ways to match`);
    return {
      source: parts.map((part) => part.source).join("|"),
      choices,
      repeats: Math.max(...parts.map((part) => part.repeats)),
    };
  }

  #parseSequence(): Part {
    const all: Part = { source: "", choices: 1, repeats: 0 };
    while (this.#at < this.#characters.length && !this.#peek("|") && !this.#peek(")")) {
      const part = this.#parseQuantified();
      all.source += part.source;
      all.choices *= part.choices;
      all.repeats += part.repeats;
      if (all.choices > MAX_CHOICES) this.#fail(`more than ${MAX_CHOICES} ways to match`);
      if (all.repeats > MAX_REPEATS) {
        this.#fail(`more than ${MAX_REPEATS} repetitions without a limit in one alternative`);
      }
    }
    return all;
  }

  #parseQuantified(): Part {
    const atom = this.#parseAtom();
    const quantifier = this.#parseQuantifier();
    if (quantifier === undefined) return atom;
    const { source, least, most } = quantifier;
    if (most > 1 && (atom.choices > 1 || atom.repeats > 0)) {
      this.#fail("a repetition of something that holds a choice or a repetition");
    }
    const part: Part = {
      source: atom.source + source,
      choices: most === Infinity ? atom.choices : most === 1 ? atom.choices + 1 : most - least + 1,
      repeats: atom.repeats + (most === Infinity ? 1 : 0),
    };
    // After braces a + repeats once more, and a ? makes an exact number optional.
    const isBraces = source.startsWith("{");
    if (!isBraces && this.#take("+")) {
      part.source = this.#atomic(part.source);
      part.choices = 1;
    } else if (this.#take("?")) {
      const isExact = isBraces && least === most;
      part.source = isExact ? `(?:${part.source})?` : `${part.source}?`;
      if (isExact) part.choices++;
    }
    if (["*", "+", "?"].some((repeat) => this.#peek(repeat))) {
      this.#fail("a repetition of a repetition");
    }
    return part;
  }

  #parseQuantifier(): { source: string; least: number; most: number } | undefined {
    if (this.#take("*")) return { source: "*", least: 0, most: Infinity };
    if (this.#take("+")) return { source: "+", least: 1, most: Infinity };
    if (this.#take("?")) return { source: "?", least: 0, most: 1 };
    const rest = this.#characters.slice(this.#at, this.#at + 12).join("");
    const match = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(rest);
    if (match === null) return undefined;
    this.#at += match[0].length;
    const least = Number(match[1]);
    const most = match[2] === "" ? least : match[3] === "" ? Infinity : Number(match[3]);
    if (most < least) this.#fail("a repetition that ends before it starts");
    return { source: match[0], least, most };
  }

  #parseAtom(): Part {
    const one = (source: string): Part => ({ source, choices: 1, repeats: 0 });
    const character = this.#characters[this.#at]!;
    switch (character) {
      case "(":
        return this.#parseGroup();
      case "[":
        return one(this.#parseClass());
      case "\\":
        return one(this.#parseEscape(false));
      case ".":
        this.#at++;
        return one("[^\\n]");
      case "^":
        this.#at++;
        // A line break at the end starts no line.
        return one("(?<![^\\n])(?=[^])");
      case "$":
        this.#at++;
        return one("(?![^\\n])");
      case "*":
      case "+":
      case "?":
        return this.#fail("a repetition of nothing");
      default:
        this.#at++;
        return one(this.#literal(character));
    }
  }

  #parseGroup(): Part {
    const opening = ["(?:", "(?=", "(?!", "(?<=", "(?<!", "(?i:", "(?>"].find((text) =>
      this.#take(text)
    );
    if (opening === undefined && this.#peek("(?")) this.#fail("a group of this kind");
    if (opening === undefined) this.#at++;
    const outerCase = this.#ignoreCase;
    if (opening === "(?i:") this.#ignoreCase = true;
    const inner = this.#parseAlternatives();
    this.#ignoreCase = outerCase;
    if (!this.#take(")")) this.#fail("a ( without a )");
    if (opening === "(?>") return { ...inner, source: this.#atomic(inner.source), choices: 1 };
    const source = opening === undefined || opening === "(?i:" ? "(?:" : opening;
    return { ...inner, source: `${source}${inner.source})` };
  }

  /** A lookahead does not go back on what it matched, and a reference then takes it. */
  #atomic(source: string): string {
    const name = `atomic${this.#groups++}`;
    return `(?=(?<${name}>${source}))\\k<${name}>`;
  }

  #literal(character: string): string {
    if (this.#ignoreCase) {
      if (/[a-zA-Z]/.test(character)) {
        const extra = { s: "\\u017f", k: "\\u212a" }[character.toLowerCase()] ?? "";
        return `[${character.toLowerCase()}${character.toUpperCase()}${extra}]`;
      }
      if (/\p{Cased}/u.test(character)) this.#fail("a letter beyond ASCII in a (?i: group");
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
        return this.#parseProperty(character === "P");
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
      case "x":
      case "u":
        return this.#parseCode();
    }
    if (!inClass && character === "A") return "(?<![^])";
    if (!inClass && character === "z") return "(?![^])";
    if (/[a-zA-Z0-9]/.test(character)) this.#fail(`\\${character}, which is not supported,`);
    return escapeCharacter(character);
  }

  #parseProperty(negated: boolean): string {
    const rest = this.#characters.slice(this.#at, this.#at + 40).join("");
    const match = /^\{(\^?)([A-Za-z_]+)\}/.exec(rest);
    if (match === null) return this.#fail("\\p without {a property}");
    this.#at += match[0].length;
    const name = match[2]!;
    return propertySet(name, negated !== (match[1] === "^")) ??
      this.#fail(`the unknown property ${name}`);
  }

  #parseCode(): string {
    const rest = this.#characters.slice(this.#at, this.#at + 10).join("");
    const match = /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}|[0-9a-fA-F]{2}))/.exec(rest);
    const code = match === null ? NaN : parseInt(match[1] ?? match[2]!, 16);
    if (match === null || code > 0x10ffff) return this.#fail("a character code");
    this.#at += match[0].length;
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
      return this.#ignoreCase && /^[a-zA-Z]$/.test(start)
        ? start.toLowerCase() + start.toUpperCase()
        : start;
    }
    this.#at++;
    const end = this.#parseClassCharacter();
    if (this.#ignoreCase) this.#fail("a range of characters in a (?i: group");
    return `${start}-${end}`;
  }

  #parseClassCharacter(): string {
    if (this.#peek("\\")) return this.#parseEscape(true);
    return escapeCharacter(this.#characters[this.#at++]!);
  }

  #parsePosixClass(): string {
    const rest = this.#characters.slice(this.#at, this.#at + 12).join("");
    const match = /^\[:(\^?)([a-z]+):\]/.exec(rest);
    const set = match === null ? undefined : posixSet(match[2]!, match[1] === "^");
    if (match === null || set === undefined) return this.#fail("a class of this name");
    this.#at += match[0].length;
    return set;
  }
}
