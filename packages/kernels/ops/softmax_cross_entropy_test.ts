import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { softmaxCrossEntropy, useDevice } from "../mod.ts";
import { softmaxCrossEntropyComposition } from "./softmax_cross_entropy.ts";

await useDevice("cpu", { threads: 2 });

type Loss = (labels: tf.Tensor1D, logits: tf.Tensor2D) => tf.Tensor;
type Row = { label: number; logits: number[] };

function lossAndGradient(loss: Loss, rows: Row[]) {
  return tf.tidy(() => {
    const labels = tf.tensor1d(rows.map(({ label }) => label), "int32");
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => loss(labels, x as tf.Tensor2D))(
      tf.tensor2d(rows.map(({ logits }) => logits)),
    );
    return { loss: value.dataSync()[0]!, gradient: [...grad.dataSync<"float32">()] };
  });
}

/** By the definition, in float64, of logits as float32 has them. */
function exact(rows: Row[]) {
  let loss = 0;
  const gradient: number[] = [];
  for (const { label, logits: given } of rows) {
    const logits = given.map(Math.fround), largest = Math.max(...logits);
    const powers = logits.map((x) => Math.exp(x - largest));
    const sum = powers.reduce((sum, power) => sum + power, 0);
    loss += (Math.log(sum) + (largest - logits[label]!)) / rows.length;
    powers.forEach((power, k) => gradient.push((power / sum - Number(k === label)) / rows.length));
  }
  return { loss, gradient };
}

function assertSame(rows: Row[], loss: Loss, tolerance: number): void {
  const found = lossAndGradient(loss, rows), expected = exact(rows);
  assertAlmostEquals(found.loss, expected.loss, tolerance * Math.max(1, expected.loss));
  expected.gradient.forEach((value, i) => assertAlmostEquals(found.gradient[i]!, value, tolerance));
}

const logit = fc.oneof(
  fc.float({ min: -20, max: 20, noNaN: true }),
  fc.constantFrom(0, -0, 1e-30, -1e-30, 90, -90, 1e4, -1e4, 1e36, -1e36),
);
const batches = fc.tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 40 })).chain((
  [classes, batch],
) =>
  fc.array(
    fc.record({
      label: fc.integer({ min: 0, max: classes - 1 }),
      logits: fc.array(logit, { minLength: classes, maxLength: classes }),
    }),
    { minLength: batch, maxLength: batch },
  )
);

Deno.test("softmaxCrossEntropy: equals float64, its gradient too, at extreme logits as well", () => {
  fc.assert(
    fc.property(batches, (rows) => assertSame(rows, softmaxCrossEntropy, 1e-6)),
    { numRuns: 300 },
  );
});

Deno.test("softmaxCrossEntropy: its composition of tfjs operations equals float64", () => {
  fc.assert(
    fc.property(batches, (rows) => {
      // The composition subtracts in float32: from logits of 1e30 all is lost.
      const moderate = rows.every(({ logits }) => logits.every((x) => Math.abs(x) < 100));
      fc.pre(moderate);
      assertSame(rows, softmaxCrossEntropyComposition, 1e-4);
    }),
  );
});

for (const classes of [2, 3, 8, 17, 128, 1000]) {
  for (const batch of [1, 7, 64]) {
    Deno.test(`softmaxCrossEntropy: ${classes} classes, batch ${batch}: float64 and the composition agree`, () => {
      const values = tf.tidy(() =>
        tf.randomNormal([batch, classes], 0, 4, "float32", 5).arraySync() as number[][]
      );
      const rows = values.map((logits, row) => ({ label: row * 7 % classes, logits }));
      assertSame(rows, softmaxCrossEntropy, 1e-6);
      assertSame(rows, softmaxCrossEntropyComposition, 1e-5);
    });
  }
}

Deno.test("softmaxCrossEntropy: with two classes it is the sigmoid's of the difference", () => {
  const { loss } = lossAndGradient(softmaxCrossEntropy, [
    { label: 1, logits: [0.25, 1.5] },
    { label: 0, logits: [-3, 2] },
  ]);
  const expected = (Math.log1p(Math.exp(-1.25)) + Math.log1p(Math.exp(5))) / 2;
  assertAlmostEquals(loss, expected, 1e-6);
});

Deno.test("softmaxCrossEntropy: what is not a number shows", () => {
  for (const x of [NaN, Infinity]) {
    const { loss, gradient } = lossAndGradient(softmaxCrossEntropy, [
      { label: 0, logits: [1, x, 2] },
      { label: 2, logits: [1, 3, 2] },
    ]);
    assertEquals(loss, NaN);
    assertEquals(gradient.slice(0, 3).some(Number.isNaN), true);
    assertEquals(gradient.slice(3).some(Number.isNaN), false);
  }
  // A class that is ruled out is no error, unless it is the right one.
  assertAlmostEquals(
    lossAndGradient(softmaxCrossEntropy, [{ label: 0, logits: [1, -Infinity, 1] }]).loss,
    Math.log(2),
    1e-6,
  );
  const ruledOut = lossAndGradient(softmaxCrossEntropy, [{ label: 1, logits: [1, -Infinity, 1] }]);
  assertEquals(ruledOut.loss, Infinity);
});

Deno.test("softmaxCrossEntropy: works on other backends, keeps no tensors, refuses what does not fit", async () => {
  const rows = [{ label: 1, logits: [0.5, -2, 1] }, { label: 2, logits: [0, 1, -1] }];
  const here = lossAndGradient(softmaxCrossEntropy, rows);
  const before = tf.memory().numTensors;
  lossAndGradient(softmaxCrossEntropy, rows);
  assertEquals(tf.memory().numTensors, before);
  const refused: [() => tf.Tensor, string][] = [
    [
      () => softmaxCrossEntropy(tf.zeros([3], "int32"), tf.zeros([2, 4])),
      "labels must have shape [batch] and logits [batch, classes], not [3] and [2,4]",
    ],
    [
      () => softmaxCrossEntropy(tf.zeros([2], "int32"), tf.zeros([2, 1])),
      "there must be two classes or more, not 1",
    ],
    [
      () => softmaxCrossEntropy(tf.zeros([2]), tf.zeros([2, 4])),
      "labels must be int32, not float32",
    ],
    [
      () => softmaxCrossEntropy(tf.tensor1d([0, 4], "int32"), tf.zeros([2, 4])),
      "the label of row 1 is 4, not from 0 to 3",
    ],
    [
      () => softmaxCrossEntropy(tf.tensor1d([-1, 0], "int32"), tf.zeros([2, 4])),
      "the label of row 0 is -1, not from 0 to 3",
    ],
  ];
  for (const [call, message] of refused) assertThrows(() => tf.tidy(call), RangeError, message);
  await tf.setBackend("cpu");
  const there = lossAndGradient(softmaxCrossEntropy, rows);
  await tf.setBackend("sluice");
  assertAlmostEquals(here.loss, there.loss, 1e-6);
  here.gradient.forEach((value, i) => assertAlmostEquals(value, there.gradient[i]!, 1e-6));
});
