import { assertEquals } from "@std/assert";
import { cells } from "../_example_table.ts";
import { byLength } from "./by_length.ts";

Deno.test("byLength() has a column a range, and tells how many texts are in it", () => {
  const [head, markdown] = byLength({
    ranges: [
      { from: 0, to: 64, examples: 1200, cut: false },
      { from: 493, to: Infinity, examples: 2, cut: true },
    ],
    rows: [{ label: "lstm", accuracies: [0.75, 0.5] }],
  });
  assertEquals(head, "### Accuracy by the length of a text");
  assertEquals(cells(markdown!, "Tokens"), ["Tokens", "0 to 64", "493, cut"]);
  assertEquals(cells(markdown!, "Examples"), ["Examples", "1,200", "2"]);
  assertEquals(cells(markdown!, "lstm"), ["lstm", "0.7500", "0.5000"]);
});
