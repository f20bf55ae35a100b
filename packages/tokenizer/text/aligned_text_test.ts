import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { AlignedText, matchCharacters, type SplitBehavior } from "./aligned_text.ts";

const split = (text: string, behavior: SplitBehavior) =>
  AlignedText.from(text, false)
    .split(matchCharacters(text, (codePoint) => codePoint === 0x2d), behavior)
    .map((part) => part.text);

Deno.test("split treats delimiters as asked", () => {
  const text = "the-final--countdown";
  assertEquals(split(text, "Removed"), ["the", "final", "countdown"]);
  assertEquals(split(text, "Isolated"), ["the", "-", "final", "-", "-", "countdown"]);
  assertEquals(split(text, "MergedWithPrevious"), ["the-", "final-", "-", "countdown"]);
  assertEquals(split(text, "MergedWithNext"), ["the", "-final", "-", "-countdown"]);
  assertEquals(split(text, "Contiguous"), ["the", "-", "final", "--", "countdown"]);
});

Deno.test("split loses nothing, and its parts know where they come from", () => {
  const behaviors = fc.constantFrom<SplitBehavior>(
    "Isolated",
    "MergedWithPrevious",
    "MergedWithNext",
    "Contiguous",
  );
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), behaviors, (text, behavior) => {
    const matches = matchCharacters(text, (codePoint) => codePoint % 3 === 0);
    const parts = AlignedText.from(text, true).split(matches, behavior);
    assertEquals(parts.map((part) => part.text).join(""), text);
    for (const part of parts) {
      const end = part.originalEnd(part.text.length - 1);
      assertEquals(text.slice(part.originalStart(0), end), part.text);
    }
  }));
});

Deno.test("filter, replace and prepend keep the alignment", () => {
  const text = AlignedText.from("a😀b", true);
  text.prepend("> ");
  assertEquals([text.text, text.originalStart(0), text.originalEnd(0)], ["> a😀b", 0, 1]);
  text.filter((codePoint) => codePoint !== 0x61);
  assertEquals(text.text, "> 😀b");
  assertEquals([text.originalStart(2), text.originalEnd(2)], [1, 3]);
  text.replace([2, 4], "::");
  assertEquals(text.text, "> ::b");
  assertEquals([text.originalStart(3), text.originalEnd(3), text.originalStart(4)], [1, 3, 3]);
});
