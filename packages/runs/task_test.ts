import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ConfusionCounts, Task } from "./task.ts";

const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true });

Deno.test("Task: two labels have one output, more have one each", () => {
  assertEquals(new Task(["no", "yes"]).outputs, 1);
  assertEquals(new Task(["a", "b", "c"]).outputs, 3);
  assertThrows(() => new Task(["only"]), RangeError, "two labels or more, not 1");
  assertThrows(() => new Task(["a", "b", "a"]), RangeError, 'the label "a" is there twice');
});

Deno.test("Task: the second of two labels is said from a probability of 0.5 on", () => {
  const task = new Task(["no", "yes"]);
  assertEquals(task.decide(task.probabilities([0])), 1);
  assertEquals(task.decide([0.5 - 1e-16]), 0);
  for (const logit of [-1e4, -1e-9, -1e-17, -0, 0, 1e-17, 3, NaN]) {
    assertEquals(task.decideRow([9, logit], 1), task.decide(task.probabilities([9, logit], 1)));
  }
  assertEquals(task.probabilities([-1e4]), [0]);
  assertEquals(task.probabilities([1e4]), [1]);
  assertEquals(task.distribution([0.25]), [0.75, 0.25]);
  assertEquals(task.confidence([0.25]), 0.75);
});

Deno.test("Task: of more labels the likeliest is said, the first of equals", () => {
  const task = new Task(["a", "b", "c"]);
  assertEquals(task.decide(task.probabilities([1, 3, 3])), 1);
  assertEquals(task.decideRow([0, 0, 0, 1, 3, 3], 1), 1);
  assertEquals(task.probabilities([9, 9, 9, 1e5, 0, -1e5], 1), [1, 0, 0]);
  assertEquals(task.confidence([0.2, 0.5, 0.3]), 0.5);
});

Deno.test("Task: probabilities sum to one, and the loss is the right label's surprise", () => {
  fc.assert(fc.property(
    fc.array(fc.array(finite, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
    fc.nat(2),
    (rows, label) => {
      const task = new Task(["a", "b", "c"]);
      const logits = rows.flat();
      rows.forEach((_, row) => {
        const probabilities = task.probabilities(logits, row);
        assertAlmostEquals(probabilities.reduce((sum, share) => sum + share), 1, 1e-12);
        const expected = probabilities[label]!;
        if (expected > 1e-12) {
          assertAlmostEquals(Math.exp(-task.loss(logits, row, label)), expected, 1e-9);
        }
      });
    },
  ));
});

Deno.test("Task: two classes by sigmoid are two classes by softmax", () => {
  const two = new Task(["no", "yes"]);
  fc.assert(fc.property(finite, fc.nat(1), (logit, label) => {
    // The softmax of (0, z), written out.
    const most = Math.max(0, logit);
    const sum = Math.exp(-most) + Math.exp(logit - most);
    const expected = Math.log(sum) + most - (label === 1 ? logit : 0);
    assertAlmostEquals(two.loss([logit], 0, label), expected, 1e-9);
  }));
});

Deno.test("ConfusionCounts: accuracy and macro F1 of a worked example", () => {
  const counts = new ConfusionCounts(3);
  // Right label, label said; a class that is never said, and one that never occurs.
  for (const [label, said] of [[0, 0], [0, 0], [0, 1], [1, 1]] as const) counts.add(label, said);
  assertEquals(counts.accuracy, 0.75);
  assertAlmostEquals(counts.f1(0), 4 / 5, 1e-15);
  assertAlmostEquals(counts.f1(1), 2 / 3, 1e-15);
  assertEquals(counts.f1(2), 0);
  assertAlmostEquals(counts.macroF1, (4 / 5 + 2 / 3) / 3, 1e-15);
});

Deno.test("Task: metrics of logits", () => {
  const { accuracy, loss, macroF1 } = new Task(["no", "yes"]).metrics([2, -1, -3, 0.5], [
    1,
    1,
    0,
    1,
  ]);
  assertEquals(accuracy, 0.75);
  assertAlmostEquals(
    loss,
    (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(1)) + Math.log1p(Math.exp(-3)) +
      Math.log1p(Math.exp(-0.5))) / 4,
    1e-15,
  );
  assertAlmostEquals(macroF1!, (2 / 3 + 4 / 5) / 2, 1e-15);
});
