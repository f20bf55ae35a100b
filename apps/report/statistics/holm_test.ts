import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { holm } from "./holm.ts";

Deno.test("holm() multiplies the i-th smallest of m by m - i + 1, and never falls", () => {
  // By hand: 0.005 * 4, 0.01 * 3, 0.03 * 2, and 0.04 * 1 raised to what came before it.
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((expected, i) => assertAlmostEquals(adjusted[i]!, expected));
  assertEquals(holm([]), []);
  assertEquals(holm([0.2]), [0.2]);
  assertEquals(holm([0.9, 0.8, 0.7]), [1, 1, 1]);
});

Deno.test("holm() keeps the order and lies between the p-value and Bonferroni's", () => {
  const pValue = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(fc.array(pValue, { maxLength: 20 }), (pValues) => {
    const adjusted = holm(pValues);
    pValues.forEach((p, i) => {
      const bonferroni = Math.min(1, p * pValues.length);
      assertEquals(adjusted[i]! >= p && adjusted[i]! <= bonferroni + 1e-15, true);
      pValues.forEach((other, j) => {
        if (p < other) assertEquals(adjusted[i]! <= adjusted[j]!, true);
      });
    });
  }));
});
