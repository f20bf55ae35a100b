import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { countDisagreement, mcNemar } from "./mcnemar.ts";

function p(onlyFirst: number, onlySecond: number): number {
  return mcNemar({ onlyFirst, onlySecond });
}

Deno.test("mcNemar() gives the binomial tail, by hand", () => {
  assertEquals(p(0, 0), 1);
  assertEquals(p(1, 0), 1);
  assertEquals(p(6, 6), 1);
  assertEquals(p(5, 6), 1);
  assertAlmostEquals(p(0, 3), 2 / 8, 1e-15);
  // C(20, 0) + ... + C(20, 5) = 21700
  assertAlmostEquals(p(5, 15), 2 * 21700 / 2 ** 20, 1e-15);
});

Deno.test("mcNemar() agrees with exact fractions", () => {
  // Python: float(Fraction(2 * sum(comb(b + c, i) for i in range(min(b, c) + 1)), 2 ** (b + c))).
  // 150 and 86 are the approval ratings in Agresti, Categorical Data Analysis.
  const cases: [number, number, number][] = [
    [150, 86, 3.715936139571442e-5],
    [700, 600, 0.0060157938610449525],
    [2000, 3000, 1.3002310005203771e-45],
    [9000, 9100, 0.4618161146619782],
    [0, 1000, 1.8665272370064378e-301],
  ];
  for (const [b, c, expected] of cases) {
    assertAlmostEquals(p(b, c) / expected, 1, 1e-9);
  }
});

Deno.test("mcNemar() is symmetric, a probability, and smaller for a clearer difference", () => {
  fc.assert(fc.property(fc.nat(3000), fc.nat(3000), (b, c) => {
    const value = p(b, c);
    assertEquals(value, p(c, b));
    assertEquals(value >= 0 && value <= 1, true);
    if (b > c) assertEquals(p(b + 1, c) <= value + 1e-12, true);
  }));
});

Deno.test("countDisagreement() counts where one of the two is right", () => {
  assertEquals(
    countDisagreement(Uint8Array.of(1, 1, 0, 0, 1), Uint8Array.of(1, 0, 1, 0, 0)),
    { onlyFirst: 2, onlySecond: 1 },
  );
});
