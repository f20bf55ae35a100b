// The texts of the comparisons: reviews from the archive, strings at random, and inputs that no cache
// helps with. The same seed gives the same texts.

/** What random strings are made with. */
export interface Choices {
  /** From 0 to 1, excluded. */
  next(): number;
  /** A whole number below `limit`. */
  below(limit: number): number;
  /** One of some things. */
  pick<T>(choices: readonly T[]): T;
}

/** Random numbers that follow from a seed (mulberry32). */
export class Random implements Choices {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 to 1, excluded. */
  next(): number {
    this.#state = this.#state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(this.#state ^ this.#state >>> 15, 1 | this.#state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** One of some things. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }
}

/** Special tokens that the strings have in their middles. */
export const SPECIAL_TOKENS = [
  "<|endoftext|>",
  "<pad>",
  "<s>",
  "</s>",
  "[CLS]",
  "[MASK]",
  "<|im_start|>",
];

const WHITE_SPACE = [
  ..."\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u200b",
];
const MARKS = [
  ..."\u0300\u0301\u0308\u0323\u0327\u0334\u0345\u05b0\u064b\u093c\u0e38\u20dd\u3099\u302a\u1dca\u0fb8",
];
const FRAGMENTS = [
  ..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?'\"()[]{}<>/\\|@#$%^&*-_=+~`",
  ..."äöüßéèñçøåæœÅİıſKΣσςΑάЖжאبทก가각ᄀ가의中文字日本語かなカナ漢𠀀𝔘𝟘😀👩🏽‍🚀🇩🇪ﬁ½²①Ⅷ٣०〇�▁Ġ",
  "the",
  " the",
  "ing",
  " film",
  "'s",
  "'S",
  "'ll",
  "'re",
  "n't",
  "'ſ",
  "  ",
  "\n\n",
  "\r\n",
  "<br />",
  "1234",
  "http://",
  "=====",
  "<0xE2>",
  "\u1100\u1161\u11a8",
  "\u0041\u030a\u0323",
];

/** A string at random, of one of several kinds. */
export function randomText(random: Choices): string {
  const parts: string[] = [];
  const length = random.below(random.pick([4, 12, 40, 120]));
  const kind = random.below(8);
  for (let i = 0; i < length; i++) {
    switch (kind) {
      case 0: // every plane
        parts.push(String.fromCodePoint(random.below(0x110000)));
        break;
      case 1: // marks upon letters
        parts.push(random.pick(FRAGMENTS), random.pick(MARKS), random.pick(MARKS));
        break;
      case 2: // white space
        parts.push(random.pick(WHITE_SPACE), random.next() < 0.4 ? random.pick(FRAGMENTS) : "");
        break;
      case 3: // halves of surrogate pairs
        parts.push(
          random.next() < 0.3
            ? String.fromCharCode(0xd800 + random.below(0x800))
            : random.pick(FRAGMENTS),
        );
        break;
      case 4: // special tokens
        parts.push(random.next() < 0.3 ? random.pick(SPECIAL_TOKENS) : random.pick(FRAGMENTS));
        break;
      case 5: // the first planes, where the scripts are
        parts.push(
          String.fromCodePoint(random.below(random.pick([0x250, 0x600, 0x3400, 0x12000]))),
        );
        break;
      default: // all together
        parts.push(random.pick(random.pick([FRAGMENTS, FRAGMENTS, FRAGMENTS, WHITE_SPACE, MARKS])));
    }
  }
  if (random.next() < 0.002) parts.push(random.pick(FRAGMENTS).repeat(5000));
  return parts.join("");
}

/** Strings at random. */
export function randomTexts(count: number, seed: number): string[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => randomText(random));
}

/** Inputs of about `size` characters that make a tokenizer work. */
export function hardTexts(size: number, seed: number): Record<string, string[]> {
  const random = new Random(seed);
  const letters = (count: number) =>
    Array.from({ length: count }, () => String.fromCharCode(97 + random.below(26))).join("");
  const lines = (makeLine: () => string) => {
    const texts: string[] = [];
    for (let length = 0; length < size;) {
      const line = makeLine();
      texts.push(line);
      length += line.length;
    }
    return texts;
  };
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return {
    "random words": lines(() =>
      Array.from({ length: 100 }, () => letters(3 + random.below(9))).join(" ")
    ),
    "base64": lines(() => Array.from({ length: 1000 }, () => alphabet[random.below(64)]).join("")),
    "Chinese": lines(() =>
      Array.from({ length: 300 }, () => String.fromCodePoint(0x4e00 + random.below(6000))).join("")
    ),
    "a run of letters": [letters(size)],
    "a run of =": ["=".repeat(size)],
  };
}
