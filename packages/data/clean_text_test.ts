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
