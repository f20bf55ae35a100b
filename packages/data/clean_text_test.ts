import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { cleanText } from "./clean_text.ts";

Deno.test("cleanText() lower-cases, also beyond ASCII", () => {
  assertEquals(cleanText("Amélie À LA Française ΑΣ"), "amélie à la française ας");
});

Deno.test("cleanText() turns every kind of line break into one blank", () => {
  for (
    const lineBreak of ["<br>", "<br/>", "<br />", "<BR />", "<br\t/>", "<br /><br />", "\r\n"]
  ) {
    assertEquals(cleanText(`good${lineBreak}bad`), "good bad", lineBreak);
  }
});

Deno.test("cleanText() keeps other tags and tags that only look like a line break", () => {
  assertEquals(cleanText("<i>fine</i> <break> <br x>"), "<i>fine</i> <break> <br x>");
});

Deno.test("cleanText() collapses white space, Unicode's too, and trims", () => {
  assertEquals(cleanText("\t a \u00a0\u2003\u0085\ufeff b \n"), "a b");
  assertEquals(cleanText("\u0085a\u0085"), "a");
  assertEquals(cleanText(" <br /> \n"), "");
});

Deno.test("cleanText() gives tidy text and does nothing to clean text", () => {
  const pieces = fc.constantFrom(
    "<br",
    "<br />",
    "/>",
    ">",
    " ",
    "\u0085",
    "\n",
    "A",
    "Σ",
    "İ",
    "é",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces).map((parts) => parts.join("")),
  );
  fc.assert(fc.property(texts, (text) => {
    const cleaned = cleanText(text);
    assertEquals(cleanText(cleaned), cleaned);
    assertEquals(cleaned.match(/[^\S ]|\u0085| {2}|^ | $|<br[\s\u0085]*\/?>/), null);
    assertEquals(cleaned.toLowerCase(), cleaned);
  }));
});

Deno.test("cleanText() finds the line breaks that removing others leaves behind", () => {
  const againAndAgain = (text: string): string => {
    for (let cleaned = text.toLowerCase();;) {
      const next = cleaned.replace(/<br[\s\u0085]*\/?>/g, " ");
      if (next === cleaned) return cleaned.replace(/[\s\u0085]+/g, " ").trim();
      cleaned = next;
    }
  };
  const pieces = fc.constantFrom(
    "<br",
    "<b",
    "r",
    "/",
    ">",
    " ",
    "\n\u0085",
    "x",
    "<br/>",
    "<br <br",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      const text = parts.join("");
      assertEquals(cleanText(text), againAndAgain(text));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("cleanText() takes a million line breaks within line breaks in one pass", () => {
  const depth = 1_000_000;
  assertEquals(cleanText("<br ".repeat(depth) + ">".repeat(depth)), "");
  assertEquals(cleanText("a" + "<br <br  ".repeat(depth) + "/>" + "b").length, 8 * depth - 2);
});
