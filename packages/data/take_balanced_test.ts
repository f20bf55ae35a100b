import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { createHash } from "node:crypto";
import type { Example } from "./example.ts";
import { makeSample } from "./sources/sample.ts";
import { takeBalanced } from "./take_balanced.ts";

function makeExamples(labels: readonly number[]): Example[] {
  return labels.map((label, index) => ({ id: `train/x/${index}`, text: `text ${index}`, label }));
}

function countClasses(examples: readonly Example[], classCount: number): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const { label } of examples) counts[label]! += 1;
  return counts;
}

const manyLabels = fc.integer({ min: 2, max: 6 }).chain((classCount) =>
  fc.array(fc.nat(classCount - 1), { maxLength: 60 }).map((labels) => // Every class has an example, so that there are as many classes as are drawn from.
  [...labels, ...Array.from({ length: classCount }, (_, label) => label)])
);

Deno.test("takeBalanced() draws each class alike, in order, nested by size", () => {
  fc.assert(fc.property(manyLabels, fc.nat(), fc.maxSafeInteger(), (labels, chosen, seed) => {
    const examples = makeExamples(labels);
    const classCount = Math.max(...labels) + 1;
    const counts = countClasses(examples, classCount);
    const wantedOf = (size: number) =>
      counts.map((_, label) => Math.floor((size + label) / classCount));
    let most = 0;
    while (wantedOf(most + 1).every((wanted, label) => wanted <= counts[label]!)) most++;
    const size = 1 + chosen % most;
    const drawn = takeBalanced(examples, size, seed);
    assertEquals(drawn.length, size);
    assertEquals(countClasses(drawn, classCount), wantedOf(size));
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

Deno.test("takeBalanced() gives what is left over to the last classes", () => {
  const two = makeExamples([0, 1, 0, 1, 0, 1]);
  assertEquals(countClasses(takeBalanced(two, 3, 1), 2), [1, 2]);
  const three = makeExamples([0, 1, 2, 0, 1, 2]);
  assertEquals(countClasses(takeBalanced(three, 4, 1), 3), [1, 1, 2]);
  assertEquals(countClasses(takeBalanced(three, 5, 1), 3), [1, 2, 2]);
});

Deno.test("takeBalanced() draws by seed", () => {
  const examples = makeExamples(Array.from({ length: 200 }, (_, index) => index % 2));
  assertEquals(takeBalanced(examples, 50, 1), takeBalanced(examples, 50, 1));
  assertNotEquals(takeBalanced(examples, 50, 1), takeBalanced(examples, 50, 2));
  assertEquals(takeBalanced(examples, 200, 1), examples);
});

Deno.test("takeBalanced() draws what earlier runs were trained on", () => {
  const { train } = makeSample();
  const draw = (size: number, seed: number) => {
    const ids = takeBalanced(train, size, seed).map(({ id }) => id).join("\n");
    return createHash("sha256").update(ids).digest("hex").slice(0, 16);
  };
  assertEquals(draw(1, 1), "f6845d84955b9b49");
  assertEquals(draw(600, 1), "07d0d02e90b19bb5");
  assertEquals(draw(601, 42), "c57eaea9858888a0");
});

Deno.test("takeBalanced() says what there is to draw from", () => {
  const message = (labels: readonly number[], size: number) =>
    assertThrows(() => takeBalanced(makeExamples(labels), size, 1), RangeError).message;
  assertEquals(
    message([0, 1, 1, 1], 4),
    "cannot draw 4 balanced examples from classes of 1 and 3 examples: the most that can be drawn is 3",
  );
  assertEquals(
    message([1, 1], 2),
    "cannot draw 2 balanced examples from classes of 0 and 2 examples: the most that can be drawn is 1",
  );
  assertEquals(
    message(Array.from({ length: 30 }, (_, index) => index), 40).includes("1, 1, ... examples"),
    true,
  );
});

Deno.test("takeBalanced() refuses sizes and labels that make no sense", () => {
  for (const size of [0, -2, 1.5, NaN]) {
    assertThrows(
      () => takeBalanced(makeExamples([0, 1]), size, 1),
      RangeError,
      `must be a positive integer, not ${size}`,
    );
  }
  for (const label of [-1, 0.5, NaN, 65_535]) {
    assertThrows(
      () => takeBalanced(makeExamples([0, label]), 1, 1),
      RangeError,
      `the label of the example train/x/1 is ${label}: it must be an integer from 0 to 65534`,
    );
  }
});
