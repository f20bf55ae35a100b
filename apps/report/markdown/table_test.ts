import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { escape, table } from "./table.ts";

Deno.test("table() aligns numbers to the right", () => {
  assertEquals(
    table(["Model", { number: "Accuracy" }], [["lstm", "0.8"], ["a|b", "0.75"]]),
    [
      "| Model | Accuracy |",
      "| :---- | -------: |",
      "| lstm  |      0.8 |",
      "| a\\|b  |     0.75 |",
    ].join("\n"),
  );
});

Deno.test("escape() leaves ids as they are, and takes the meaning from marks", () => {
  assertEquals(escape("test/pos/123_10"), "test/pos/123_10");
  assertEquals(escape("_x_ a*b* `c` [d](e) #f"), "\\_x\\_ a\\*b\\* \\`c\\` \\[d\\](e) \\#f");
  assertEquals(escape("<script>\n1\t2\u0000"), "&lt;script\\> 1 2\\\\u\\{0\\}");
});

Deno.test("a table keeps its shape whatever its cells hold", () => {
  const cell = fc.string({ unit: "grapheme" });
  fc.assert(fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 4 }), (rows) => {
    const lines = table(["A", "B"], rows).split("\n");
    assertEquals(lines.length, rows.length + 2);
    for (const line of lines) {
      // Bars that no backslash (itself not escaped) takes the meaning from: two outer, one inner.
      const bars = line.replace(/\\./gu, "").split("|").length - 1;
      assert(bars === 3, line);
      assert(!/<(?=\w)/.test(line), line);
    }
  }));
});
