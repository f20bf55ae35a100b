import { assertEquals, assertLess, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Example } from "./example.ts";
import { takeBalanced } from "./take_balanced.ts";
import { takeStratified } from "./take_stratified.ts";

function makeExamples(labels: readonly number[]): Example[] {
  return labels.map((label, index) => ({ id: `train/x/${index}`, text: `text ${index}`, label }));
}

function countClasses(examples: readonly Example[], classCount: number): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const { label } of examples) counts[label]! += 1;
  return counts;
}

Deno.test("takeStratified() keeps the shares of the classes, to within one example, in order", () => {
  const labels = fc.array(fc.nat(6), { minLength: 1, maxLength: 80 });
  fc.assert(fc.property(labels, fc.nat(), fc.maxSafeInteger(), (labels, chosen, seed) => {
    const examples = makeExamples(labels);
    const size = 1 + chosen % labels.length;
    const drawn = takeStratified(examples, size, seed);
    assertEquals(drawn.length, size);
    assertEquals(examples.filter((example) => drawn.includes(example)), drawn);
    const counts = countClasses(examples, 7);
    for (const [label, count] of countClasses(drawn, 7).entries()) {
      assertLess(Math.abs(count - size * counts[label]! / labels.length), 1);
    }
    assertEquals(takeStratified(examples, size, seed), drawn);
  }));
});

Deno.test("takeStratified() draws what takeBalanced() draws from classes of one size", () => {
  const classes = fc.integer({ min: 2, max: 5 });
  fc.assert(
    fc.property(classes, fc.integer({ min: 1, max: 20 }), fc.nat(), fc.maxSafeInteger(), (
      classCount,
      count,
      chosen,
      seed,
    ) => {
      const total = classCount * count;
      const examples = makeExamples(
        Array.from({ length: total }, (_, index) => index % classCount),
      );
      const size = 1 + chosen % total;
      assertEquals(takeStratified(examples, size, seed), takeBalanced(examples, size, seed));
    }),
  );
});

Deno.test("takeStratified() takes 18 of 100 where the other class has 900", () => {
  const examples = makeExamples(Array.from({ length: 1000 }, (_, index) => index < 900 ? 0 : 1));
  assertEquals(countClasses(takeStratified(examples, 180, 1), 2), [162, 18]);
});

Deno.test("takeStratified() gives what is left over to the largest remainders", () => {
  // Of 10: 4.5, 3 and 2.5; the last of the two equal remainders gets it.
  const examples = makeExamples([9, 6, 5].flatMap((count, label) => new Array(count).fill(label)));
  assertEquals(countClasses(takeStratified(examples, 10, 1), 3), [4, 3, 3]);
});

Deno.test("takeStratified() draws by seed, and all of them in order", () => {
  const examples = makeExamples(Array.from({ length: 90 }, (_, index) => index % 3));
  assertNotEquals(takeStratified(examples, 30, 1), takeStratified(examples, 30, 2));
  assertEquals(takeStratified(examples, 90, 1), examples);
});

Deno.test("takeStratified() refuses sizes that make no sense", () => {
  for (const size of [0, -2, 1.5, NaN]) {
    assertThrows(
      () => takeStratified(makeExamples([0, 1]), size, 1),
      RangeError,
      `must be a positive integer, not ${size}`,
    );
  }
  assertThrows(
    () => takeStratified(makeExamples([0, 1]), 3, 1),
    RangeError,
    "cannot draw 3 examples: the most that can be drawn is 2",
  );
});
