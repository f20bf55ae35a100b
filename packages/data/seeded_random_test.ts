import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { SeededRandom } from "./seeded_random.ts";

Deno.test("SeededRandom gives the numbers of the published xoshiro128**", () => {
  // The first outputs of xoshiro128starstar.c for the state {1, 2, 3, 4}.
  const random = new SeededRandom(0);
  random.setState([1, 2, 3, 4]);
  const expected = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849];
  assertEquals(expected.map(() => random.uint32()), expected);
});

Deno.test("SeededRandom depends on seed and stream alone", () => {
  const take = (seed: number, stream?: number) => {
    const random = new SeededRandom(seed, stream);
    return Array.from({ length: 4 }, () => random.uint32());
  };
  const seen = new Set<string>();
  for (const seed of [0, 1, -1, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
    for (const stream of [0, 1, 2]) {
      assertEquals(take(seed, stream), take(seed, stream));
      seen.add(take(seed, stream).join());
    }
  }
  assertEquals(seen.size, 18);
  assertEquals(take(5), take(5, 0));
});

Deno.test("SeededRandom.integer() is even", () => {
  const random = new SeededRandom(1);
  const counts = new Array<number>(6).fill(0);
  for (let draw = 0; draw < 60_000; draw++) counts[random.integer(6)]! += 1;
  // Chi-squared with 5 degrees of freedom exceeds 20.5 once in a thousand; the seed is fixed.
  const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  assertEquals(chiSquared < 20.5, true, `chi-squared ${chiSquared} of ${counts}`);
});

Deno.test("SeededRandom stays within its bounds", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 2 ** 31 }), (seed, bound) => {
      const random = new SeededRandom(seed);
      const integer = random.integer(bound);
      assertEquals(Number.isInteger(integer) && integer >= 0 && integer < bound, true);
      const float = random.float();
      assertEquals(float >= 0 && float < 1, true);
    }),
  );
  assertEquals(new SeededRandom(3).integer(1), 0);
  for (const bound of [0, -1, 1.5, NaN, 2 ** 33]) {
    assertThrows(() => new SeededRandom(0).integer(bound), RangeError, "must be 1 to 2 ** 32");
  }
  assertThrows(() => new SeededRandom(0.5), RangeError, "a random seed must be an integer");
  assertThrows(() => new SeededRandom(0, NaN), RangeError, "a random stream must be an integer");
});

Deno.test("SeededRandom.shuffle() keeps the items and moves them", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), fc.array(fc.integer()), (seed, items) => {
    const shuffled = new SeededRandom(seed).shuffle([...items]);
    assertEquals([...shuffled].sort(), [...items].sort());
    assertEquals(new SeededRandom(seed).shuffle([...items]), shuffled);
  }));
  const sorted = Int32Array.from({ length: 100 }, (_, index) => index);
  assertNotEquals(new SeededRandom(1).shuffle(sorted.slice()), sorted);
});

Deno.test("SeededRandom goes on from a saved state", () => {
  const random = new SeededRandom(9);
  random.uint32();
  const state = random.getState();
  const expected = [random.float(), random.float()];
  const other = new SeededRandom(0);
  other.setState(state);
  assertEquals([other.float(), other.float()], expected);
  assertThrows(() => other.setState([0, 0, 0, 0]), RangeError, "all zero");
});
