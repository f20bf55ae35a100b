import { assertEquals } from "@std/assert";
import { cells } from "../_example_table.ts";
import { mistakes } from "./mistakes.ts";

Deno.test("mistakes() of two labels give the probability of the second", () => {
  const rows = [
    { id: "a", label: 1, said: 0, probabilities: [0.0123] },
    { id: "b", label: 0, said: 1, probabilities: [0.98765] },
  ];
  const [head, markdown] = mistakes("lstm", ["ham", "spam"], rows);
  assertEquals(head, "### The most confident mistakes of lstm");
  assertEquals(cells(markdown!, "Example"), ["Example", "Label", "Probability of spam"]);
  assertEquals(cells(markdown!, "a"), ["a", "spam", "0.0123"]);
  assertEquals(cells(markdown!, "b"), ["b", "ham", "0.9877"]);
});

Deno.test("mistakes() of more labels give what was said, and how surely", () => {
  const rows = [{ id: "a", label: 2, said: 0, probabilities: [0.875, 0.0625, 0.0625] }];
  const [, markdown] = mistakes("lstm", ["x", "y", "z"], rows);
  assertEquals(cells(markdown!, "a"), ["a", "z", "x", "0.8750", "0.0625"]);
});
