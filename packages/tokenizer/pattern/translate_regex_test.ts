import { assertEquals, assertThrows } from "@std/assert";
import { RegexPattern } from "./regex_pattern.ts";
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

Deno.test("RegexPattern repeats groups whose next character decides what comes next", () => {
  assertEquals(matches("(?:\\p{L}\\p{M}*)+", "ne\u0301e\u0300 a"), ["ne\u0301e\u0300", "a"]);
  assertEquals(matches("(?:a|b)+c", "abac b"), ["abac"]);
  assertEquals(matches("(?:a\\s*)*b", "a  aab"), ["a  aab"]);
  assertEquals(matches("(?:ab{1,2}){2,3}", "abbab ab"), ["abbab"]);
  assertEquals(matches("(?:(?!b|c)\\w)+", "aabaa"), ["aa", "aa"]);
  assertEquals(matches("(?:[^\\S\\n]*\\n)+", "a \n\n  \nb"), [" \n\n  \n"]);
  // A matcher that tried more than one way would take for ever.
  assertEquals(matches("(?:ab*)+c", "ab".repeat(2000)), []);
  assertEquals(matches("(?:(?:ab*c)+d)*e", "abcabcd".repeat(500)), []);
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

Deno.test("RegexPattern refuses what could take for ever", () => {
  const evil: [regex: string, reason: string][] = [
    ["(a+)+b", "a repetition of something that holds a choice or a repetition"],
    ["a{2,3}+", "a repetition of a repetition"],
    ["a{2}{3}", "a repetition of a repetition"],
    ["{2}", "a repetition of nothing"],
    ["(a|ab)*c", "a repetition of something that holds a choice or a repetition"],
    ["(?:a+b?)+c", "a repetition of something that holds a choice or a repetition"],
    ["(?:a{1,2})+b", "a repetition of something that holds a choice or a repetition"],
    ["(?:a*b*)*c", "a repetition of something that can be empty"],
    ["(?:(?:ab*c)+d?)*e", "a repetition of something that holds a choice or a repetition"],
    ["(?:\\w\\d*)+-", "a repetition of something that holds a choice or a repetition"],
    ["(?:ab*)+a*a*c", "more than 2 repetitions without a limit in one alternative"],
    ["(?<=a++)b", "a possessive or atomic part of a lookbehind"],
    ["(?i:[ä])", "a letter beyond ASCII in a (?i: group"],
    ["(?i:[à-é])", "a letter beyond ASCII in a (?i: group"],
    ["(?i:[!-z])", "a range of characters in a (?i: group"],
    ["(?i)\\x61", "the code of a letter in a (?i: group"],
    ["(?i:[\\p{Lu}])", "the property Lu in brackets in a (?i: group"],
    ["(?i:[[:upper:]])", "a class of one case in a (?i: group"],
    ["\\R", "\\R, which is not supported,"],
    ["(a|a)*b", "a repetition of something that holds a choice or a repetition"],
    ["(a?)*b", "a repetition of something that can be empty"],
    ["(?:a|a)".repeat(40) + "b", "more than 1000 ways to match"],
    ["a?".repeat(40) + "b", "more than 1000 ways to match"],
    ["a*a*a*b", "more than 2 repetitions without a limit in one alternative"],
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
