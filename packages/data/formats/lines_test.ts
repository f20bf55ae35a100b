import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { splitLines } from "./lines.ts";

/** Texts without line breaks. */
const lineArbitrary = fc.string({ unit: fc.constantFrom("a", " ", "é", "\u2028", "\u0085", "\v") });

Deno.test("splitLines() gives back lines with any ends, whether the last has one or not", () => {
  const lines = fc.array(lineArbitrary, { minLength: 1 });
  const ends = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(fc.property(lines, ends, fc.boolean(), (lines, end, isEnded) => {
    // An empty last line shows only by its end.
    fc.pre(isEnded || lines.at(-1) !== "");
    assertEquals(splitLines(lines.join(end) + (isEnded ? end : "")), lines);
  }));
});

Deno.test("splitLines() lets lines end in LF and in CRLF in one file", () => {
  assertEquals(splitLines("one\r\ntwo\nthree\r\n"), ["one", "two", "three"]);
});

Deno.test("splitLines() keeps a CR within a line where others end in LF", () => {
  assertEquals(splitLines("one\rand more\ntwo\r\r\n"), ["one\rand more", "two\r"]);
});

Deno.test("splitLines() finds no line in nothing, and one in white space", () => {
  assertEquals(splitLines(""), []);
  assertEquals(splitLines(" "), [" "]);
  assertEquals(splitLines("\n"), [""]);
});
