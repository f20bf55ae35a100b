import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { sigmoidCrossEntropy, useDevice } from "../mod.ts";

await useDevice("cpu", { threads: 2 });

type Loss = (labels: tf.Tensor, logits: tf.Tensor) => tf.Tensor;

function lossAndGradient(loss: Loss, labels: number[], logits: number[]) {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => loss(tf.tensor1d(labels), x))(
      tf.tensor1d(logits),
    );
    return { loss: value.dataSync()[0]!, gradient: grad.dataSync<"float32">().slice() };
  });
}

const logit = fc.oneof(
  fc.float({ min: -20, max: 20, noNaN: true }),
  fc.constantFrom(0, -0, 1e-30, -1e-30, 90, -90, 1e30, -1e30),
);
const label = fc.oneof(fc.constantFrom(0, 1), fc.float({ min: 0, max: 1, noNaN: true }));

Deno.test("sigmoidCrossEntropy: the same bytes as tfjs's chain of operations", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(label, logit), { minLength: 1, maxLength: 70 }), (rows) => {
      const labels = rows.map(([z]) => z), logits = rows.map(([, x]) => x);
      const expected = lossAndGradient(tf.losses.sigmoidCrossEntropy, labels, logits);
      assertEquals(lossAndGradient(sigmoidCrossEntropy, labels, logits), expected);
    }),
    { numRuns: 300 },
  );
});

Deno.test("sigmoidCrossEntropy: equals float64, and its gradient the difference of probability and label", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(label, logit), { minLength: 1, maxLength: 20 }), (rows) => {
      const labels = rows.map(([z]) => Math.fround(z)),
        logits = rows.map(([, x]) => Math.fround(x));
      const { loss, gradient } = lossAndGradient(sigmoidCrossEntropy, labels, logits);
      const exact = logits.map((x, i) =>
        Math.max(x, 0) - x * labels[i]! + Math.log1p(Math.exp(-Math.abs(x)))
      );
      const mean = exact.reduce((sum, value) => sum + value, 0) / rows.length;
      const scale = Math.max(1, ...logits.map(Math.abs));
      assertAlmostEquals(loss, mean, 1e-6 * scale);
      logits.forEach((x, i) => {
        const expected = (1 / (1 + Math.exp(-x)) - labels[i]!) / rows.length;
        assertAlmostEquals(gradient[i]!, expected, 2e-7);
      });
    }),
  );
});

Deno.test("sigmoidCrossEntropy: NaN and infinity show as in tfjs", () => {
  for (const x of [NaN, Infinity, -Infinity]) {
    for (const z of [0, 1, 0.5]) {
      const expected = lossAndGradient(tf.losses.sigmoidCrossEntropy, [z, 1], [x, 2]);
      assertEquals(lossAndGradient(sigmoidCrossEntropy, [z, 1], [x, 2]), expected);
    }
  }
});

Deno.test("sigmoidCrossEntropy: works on other backends, keeps no tensors, refuses other shapes", async () => {
  const here = lossAndGradient(sigmoidCrossEntropy, [0, 1], [0.5, -2]);
  const before = tf.memory().numTensors;
  lossAndGradient(sigmoidCrossEntropy, [0, 1], [0.5, -2]);
  assertEquals(tf.memory().numTensors, before);
  assertThrows(
    () => tf.tidy(() => sigmoidCrossEntropy(tf.zeros([2]), tf.zeros([2, 1]))),
    RangeError,
    "labels have shape [2], logits [2,1]",
  );
  await tf.setBackend("cpu");
  const there = lossAndGradient(sigmoidCrossEntropy, [0, 1], [0.5, -2]);
  await tf.setBackend("sluice");
  assertAlmostEquals(here.loss, there.loss, 1e-7);
});
