import { assertEquals } from "@std/assert";
import { mostConfused } from "./most_confused.ts";

Deno.test("mostConfused() names the pairs with the most examples first, and no right ones", () => {
  const confusion = { counts: [[5, 1, 0], [3, 7, 0], [0, 2, 2]], f1: [] };
  assertEquals(mostConfused(confusion), [
    { label: 1, said: 0, examples: 3, share: 0.3 },
    { label: 2, said: 1, examples: 2, share: 0.5 },
    { label: 0, said: 1, examples: 1, share: 1 / 6 },
  ]);
  assertEquals(mostConfused(confusion, 1).length, 1);
  assertEquals(mostConfused({ counts: [[4, 0], [0, 4]], f1: [] }), []);
});
