import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Example } from "./example.ts";
import { takeBalanced } from "./take_balanced.ts";

function makeExamples(labels: readonly (0 | 1)[]): Example[] {
  return labels.map((label, index) => ({ id: `train/x/${index}`, text: `text ${index}`, label }));
}

const manyLabels = fc.array(fc.constantFrom<(0 | 1)[]>(0, 1), { minLength: 1, maxLength: 60 });

Deno.test("takeBalanced() draws each class alike, in order, nested by size", () => {
  fc.assert(fc.property(manyLabels, fc.nat(), fc.maxSafeInteger(), (labels, chosen, seed) => {
    const examples = makeExamples(labels);
    const positive = labels.filter((label) => label === 1).length;
    const negative = labels.length - positive;
    const most = positive > negative ? 2 * negative + 1 : 2 * positive;
    fc.pre(most > 0);
    const size = 1 + chosen % most;
    const drawn = takeBalanced(examples, size, seed);
    assertEquals(drawn.length, size);
    assertEquals(drawn.filter(({ label }) => label === 1).length, Math.ceil(size / 2));
    assertEquals(examples.filter((example) => drawn.includes(example)), drawn);
    const all = takeBalanced(examples, most, seed);
    assertEquals(drawn.every((example) => all.includes(example)), true);
    assertThrows(
      () => takeBalanced(examples, most + 1, seed),
      RangeError,
      `the most that can be drawn is ${most}`,
    );
  }));
});

Deno.test("takeBalanced() draws by seed", () => {
  const examples = makeExamples(Array.from({ length: 200 }, (_, index) => (index % 2) as 0 | 1));
  assertEquals(takeBalanced(examples, 50, 1), takeBalanced(examples, 50, 1));
  assertNotEquals(takeBalanced(examples, 50, 1), takeBalanced(examples, 50, 2));
  assertEquals(takeBalanced(examples, 200, 1), examples);
});

Deno.test("takeBalanced() refuses sizes that make no sense", () => {
  for (const size of [0, -2, 1.5, NaN]) {
    assertThrows(
      () => takeBalanced(makeExamples([0, 1]), size, 1),
      RangeError,
      `must be a positive integer, not ${size}`,
    );
  }
});
