import { assertEquals, assertThrows } from "@std/assert";
import { checkSize, drawExamples, placesByClass } from "./_draw_examples.ts";
import type { Example } from "./example.ts";

function makeExamples(labels: readonly number[]): Example[] {
  return labels.map((label, index) => ({ id: `${index}`, text: "", label }));
}

Deno.test("placesByClass() knows two classes at least, and those without examples", () => {
  assertEquals(placesByClass([]), [[], []]);
  assertEquals(placesByClass(makeExamples([1, 1])), [[], [0, 1]]);
  assertEquals(placesByClass(makeExamples([3, 0, 3])), [[1], [], [], [0, 2]]);
});

Deno.test("drawExamples() draws of a class whatever is drawn of the others", () => {
  const examples = makeExamples(Array.from({ length: 60 }, (_, index) => index % 3));
  const draw = (wanted: number[]) => drawExamples(examples, placesByClass(examples), wanted, 7);
  const ofOne = (drawn: Example[]) => drawn.filter(({ label }) => label === 1);
  assertEquals(draw([0, 5, 0]), ofOne(draw([9, 5, 3])));
  assertEquals(draw([20, 20, 20]), examples);
  assertEquals(draw([0, 0, 0]), []);
});

Deno.test("checkSize() refuses what is no number of examples", () => {
  checkSize(1);
  for (const size of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(() => checkSize(size), RangeError, `must be a positive integer, not ${size}`);
  }
});
