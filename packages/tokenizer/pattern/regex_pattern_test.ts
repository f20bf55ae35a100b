import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { CL100K_REGEX } from "../pipeline/byte_level_plan.ts";
import { GPT2_REGEX } from "../pre_tokenizers/byte_level.ts";
import { isLinear } from "./_is_linear.ts";
import { Matcher } from "./_matcher.ts";
import { canBeEmpty, type Node } from "./_node.ts";
import { compile } from "./_program.ts";
import { toRegExp } from "./_to_regexp.ts";
import { parseRegex } from "./parse_regex.ts";
import { matchRegExp, RegexPattern } from "./regex_pattern.ts";
import { StringPattern } from "./string_pattern.ts";

const matches = (regex: string, text: string) => {
  const ranges = new RegexPattern(regex, "test").match(text);
  return Array.from(
    { length: ranges.length / 2 },
    (_, i) => text.slice(ranges[2 * i], ranges[2 * i + 1]),
  );
};

Deno.test("RegexPattern reads Oniguruma's syntax", () => {
  assertEquals(matches("\\s", "a\u0085b\ufeffc"), ["\u0085"]);
  assertEquals(matches("[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+", "-ab c"), ["-ab", " c"]);
  assertEquals(matches("(?i:'s|'LL)", "'S'll's'ſ"), ["'S", "'ll", "'s", "'ſ"]);
  assertEquals(matches("\\p{N}{1,3}", "12345"), ["123", "45"]);
  assertEquals(matches("a++ab|a", "aaab"), ["a", "a", "a"]);
  assertEquals(matches("(?:a++)?+ab|a", "aab"), ["a", "a"]);
  assertEquals(matches("a{2}?", "aaab"), ["aa", "", ""]);
  assertEquals(matches("a{1,2}?", "aa"), ["a", "a"]);
  assertEquals(matches("(?>a|ab)c", "abc ac"), ["ac"]);
  assertEquals(matches("[[:alpha:]&&[^b-y]]", "abyz"), ["a", "z"]);
  assertEquals(matches("^b$", "a\nb\nc"), ["b"]);
  assertEquals(matches("\\Aa|c\\z", "aa cc"), ["a", "c"]);
  assertEquals(matches("[\\-./#]+", "a-./#b"), ["-./#"]);
  assertEquals(matches("\\p{Han}|\\p{^L}", "a中1"), ["中", "1"]);
  assertEquals(matches("\\x{4E2D}|\\u0041", "中A"), ["中", "A"]);
  assertEquals(matches("a*", "baa"), ["", "aa"]);
});

Deno.test("RegexPattern knows word boundaries, options and possessive repetitions", () => {
  assertEquals(matches("\\b\\w+\\b", "a-bc \u0300é x²"), ["a", "bc", "\u0300é", "x²"]);
  assertEquals(matches("a\\B.", "ab a-"), ["ab"]);
  assertEquals(matches("[\\b]", "a\b"), ["\b"]);
  assertEquals(matches("a*+b|a?+c", "aab ac"), ["aab", "ac"]);
  assertEquals(matches("a*+a", "aaa"), []);
  assertEquals(matches("(?>ab*)+b?", "abbab"), ["abbab"]);
  // Braces and a + are a repetition of a repetition.
  assertEquals(matches("a{1,2}+", "aaaaa"), ["aaaaa"]);
  assertEquals(matches("a{2}+", "aaaaa"), ["aaaa"]);
  assertEquals(matches("a{,2}b", "aaab"), ["aab"]);
  assertEquals(matches("a(?i)b|c", "aB C ac"), ["aB", "ac"]);
  assertEquals(matches("(?:b?|a)?+c", "ac bc"), ["c", "bc"]);
  assertEquals(matches("(?i)[a-fs]+|[^k]", "aBG\u017fk\u212a"), ["aB", "G", "\u017f"]);
  assertEquals(matches("(?m:a.)", "a\na"), ["a\n"]);
  assertEquals(matches("(?<name>a|b)c", "ac bc"), ["ac", "bc"]);
  assertEquals(matches("a\\Z", "a\na\n"), ["a"]);
});

Deno.test("RegexPattern repeats groups", () => {
  assertEquals(matches("(?:\\p{L}\\p{M}*)+", "ne\u0301e\u0300 a"), ["ne\u0301e\u0300", "a"]);
  assertEquals(matches("(?:a|b)+c", "abac b"), ["abac"]);
  assertEquals(matches("(?:a\\s*)*b", "a  aab"), ["a  aab"]);
  assertEquals(matches("(?:ab{1,2}){2,3}", "abbab ab"), ["abbab"]);
  assertEquals(matches("(?:(?!b|c)\\w)+", "aabaa"), ["aa", "aa"]);
  assertEquals(matches("(?:[^\\S\\n]*\\n)+", "a \n\n  \nb"), [" \n\n  \n"]);
  assertEquals(matches("(a+)+b|(?:a|ab)*c", "aab abac"), ["aab", "ab", "ac"]);
  assertEquals(matches("a{2,3}+", "aaaaa aaaa"), ["aaaaa", "aaa"]);
});

// Each would take hours, or longer than the universe, if ways were tried twice.
Deno.test("RegexPattern takes time proportional to the text", () => {
  const letters = "a".repeat(100_000);
  assertEquals(matches("(?:a|a)".repeat(9) + "a*a*x", letters), []);
  assertEquals(matches("(?:a|a)".repeat(40) + "b", letters), []);
  assertEquals(matches("a?".repeat(40) + "b", letters), []);
  assertEquals(matches("(a+)+b", letters), []);
  assertEquals(matches("(?:a|a)*b", letters), []);
  assertEquals(matches("a+b", letters + "b"), [letters + "b"]);
  assertEquals(matches("(?>a+)b", letters), []);
  assertEquals(matches("a++b", letters), []);
  assertEquals(matches(".*(?:x|y)", letters), []);
  assertEquals(matches("a(?=a*b)", letters), []);
  assertEquals(matches("b(?<=a*b)", letters + "b"), ["b"]);
  assertEquals(matches("a(?<!ba*)", "b" + letters), []);
  assertEquals(matches("a(?!a*+c)", letters).length, letters.length);
  assertEquals(matches("(?:ab*)+c", "ab".repeat(50_000)), []);
  assertEquals(matches("(?:(?:ab*c)+d)*e", "abcabcd".repeat(10_000)), []);
  const digits = matches("(?<=\\d)(?=(?:\\d{3})+(?!\\d))", "1".repeat(99_999));
  assertEquals(digits.length, 33_332);
});

Deno.test("RegexPattern refuses a text that takes more memory than there is", () => {
  const cases: [regex: string, length: number, reason: string][] = [
    [" ?\\p{L}+|b", 17_000_000, "overflows"],
    ["(?:a|ab)+c", 4_000_000, "takes more than 128 MB"],
  ];
  for (const [regex, length, reason] of cases) {
    assertThrows(
      () => matches(regex, "a".repeat(length)),
      RangeError,
      `test: the regular expression ${reason}`,
    );
  }
});

Deno.test("RegexPattern finds what JavaScript's matcher finds, in each of its ways", () => {
  const set = fc.constantFrom("a", "b", "[ab]", "[^b]", "\\p{L}", "[^]", "\\u{1f600}")
    .map((source): Node => ({ kind: "set", source }));
  const { node } = fc.letrec<{ node: Node; part: Node; forward: Node }>((tie) => ({
    part: fc.oneof({ depthSize: "small" }, set, tie("node")),
    forward: fc.record({ kind: fc.constant("atomic" as const), part: tie("part") }),
    node: fc.oneof(
      { depthSize: "small" },
      set,
      fc.record({
        kind: fc.constantFrom("sequence" as const, "choice" as const),
        parts: fc.array(tie("part"), { minLength: 1, maxLength: 4 }),
      }),
      fc.record({
        kind: fc.constant("repeat" as const),
        part: tie("part"),
        least: fc.nat(2),
        most: fc.constantFrom(2, 3, Infinity),
        isLazy: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant("look" as const),
        part: tie("part"),
        isBehind: fc.boolean(),
        isNegated: fc.boolean(),
      }),
      tie("forward"),
    ),
  }));
  const text = fc.array(fc.constantFrom("a", "b", "c", "😀", "é"), { maxLength: 12 })
    .map((characters) => characters.join(""));
  let compared = 0;
  fc.assert(
    fc.property(node, text, (node, text) => {
      fc.pre(isReadable(node, false));
      compared++;
      assertEquals(new Matcher(compile(node)).match(text), matchRegExp(toRegExp(node), text));
    }),
    { numRuns: 3000, maxSkipsPerRun: 20 },
  );
  assertEquals(compared, 3000);
});

/** Whether the parser makes such: nothing empty is repeated, and nothing in a lookbehind is atomic. */
function isReadable(node: Node, isInLookbehind: boolean): boolean {
  switch (node.kind) {
    case "set":
      return true;
    case "sequence":
    case "choice":
      return node.parts.every((part) => isReadable(part, isInLookbehind));
    case "repeat":
      return !canBeEmpty(node.part) && isReadable(node.part, isInLookbehind);
    case "look":
      return isReadable(node.part, isInLookbehind || node.isBehind);
    case "atomic":
      return !isInLookbehind && isReadable(node.part, false);
  }
}

Deno.test("JavaScript's matcher is left what it matches in linear time", () => {
  const whiteSpace = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  const upper = "[\\p{Lu}\\p{Lo}]", lower = "[\\p{Ll}\\p{Lo}]", mark = "[^\\r\\n\\p{L}\\p{N}]?";
  const linear = [
    GPT2_REGEX,
    CL100K_REGEX,
    `${mark}${upper}*${lower}+(?i:'s|'t)?|${mark}${upper}+${lower}*(?i:'s|'t)?|${whiteSpace}`,
    `'(?i:[sdmt]|ll|ve|re)|\\p{N}{1,3}+| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|${whiteSpace}`,
    " ?[^(\\s|[.,!?…。，、।۔،])]+",
    "\\b\\w+",
    "\\s+",
  ];
  for (const regex of linear) assertEquals([regex, isLinear(parseRegex(regex))], [regex, true]);
  const others = [
    "a+b",
    "a*b|a|a+",
    "\\s+(?!\\d)",
    "\\s*\\n|\\s",
    "a+(?=b)",
    "a+?",
    "\\w+\\b",
    "(?=a*)b",
    "(?:ab)+",
    "a{3,}",
    "(?:a|b){9}c",
    "x?a*b|y?a+",
    "b?a*c|a+",
  ];
  for (const regex of others) assertEquals([regex, isLinear(parseRegex(regex))], [regex, false]);
});

Deno.test("empty matches count, but not at the end of the match before or within a character", () => {
  const ranges = (regex: string, text: string) => new RegexPattern(regex, "test").match(text);
  assertEquals(ranges("", "ab"), [0, 0, 1, 1, 2, 2]);
  assertEquals(ranges("", ""), []);
  assertEquals(ranges("", "😀"), [0, 0, 2, 2]);
  assertEquals(ranges("\\z", "😀"), [2, 2]);
  assertEquals(ranges("b*", "abb"), [0, 0, 1, 3]);
  assertEquals(ranges("(?=b)", "abb"), [1, 1, 2, 2]);
  assertEquals(ranges("^", "a\n\nb\n"), [0, 0, 2, 2, 3, 3]);
  assertEquals(ranges("$", "a\nb\n"), [1, 1, 3, 3, 4, 4]);
  assertEquals(new StringPattern("").match("a😀"), [0, 0, 1, 1, 3, 3]);
  assertEquals(new StringPattern("").match(""), []);
});

Deno.test("RegexPattern refuses what it cannot match alike, or soon", () => {
  const evil: [regex: string, reason: string][] = [
    ["a{2}{3}", "a repetition of a repetition"],
    ["{2}", "a repetition of nothing"],
    ["(?:a*b*)*c", "a repetition of something that can be empty"],
    ["(?<=a++)b", "a possessive or atomic part of a lookbehind"],
    ["(?i:[ä])", "a letter beyond ASCII in a (?i: group"],
    ["(?i:[à-é])", "a letter beyond ASCII in a (?i: group"],
    ["(?i:[!-z])", "a range of characters in a (?i: group"],
    ["(?i)\\x61", "the code of a letter in a (?i: group"],
    ["(?i:[\\p{Lu}])", "the property Lu in brackets in a (?i: group"],
    ["(?i:[[:upper:]])", "a class of one case in a (?i: group"],
    ["\\R", "\\R, which is not supported,"],
    ["(a?)*b", "a repetition of something that can be empty"],
    ["(?:a{1,99}){99}", "takes more than 2048 steps a character"],
    ["a\n" + "\\p".repeat(99), 'at character 4 of "a\\n\\\\p'],
    ["x".repeat(1001), "longer than 1000 characters"],
    ["(".repeat(50), "too many groups within groups"],
    ["(a)\\1", "\\1, which is not supported,"],
    ["(?x:a)", "a group of this kind"],
    ["\\p{Nonsense}", "the unknown property Nonsense"],
    ["[a", "a [ without a ]"],
    ["a)", "a ) without a ("],
    ["+", "a repetition of nothing"],
  ];
  for (const [regex, reason] of evil) {
    assertThrows(() => new RegexPattern(regex, "tokenizer.json: x"), SyntaxError, reason);
  }
});
