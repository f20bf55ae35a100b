import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { pool, type PoolingKind, useDevice } from "../mod.ts";
import { poolingComposition } from "./pooling_composition.ts";
import {
  assertClose,
  GRADIENT_TOLERANCE,
  numericGradients,
  outputAndGradients,
  randomLengths,
  randomValues,
} from "./_numeric_gradients.ts";

await useDevice("cpu", { threads: 2 });

interface Problem {
  batch: number;
  steps: number;
  features: number;
  kind: PoolingKind;
  seed: number;
}

function problems(limits: { batch: number; steps: number; features: number }) {
  return fc.record({
    batch: fc.integer({ min: 1, max: limits.batch }),
    steps: fc.integer({ min: 1, max: limits.steps }),
    features: fc.integer({ min: 1, max: limits.features }),
    kind: fc.constantFrom<PoolingKind>("mean", "max", "attention"),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  });
}

function inputsOf({ batch, steps, features, kind, seed }: Problem) {
  const shape = [batch, steps, features];
  const input = { shape, values: randomValues(batch * steps * features, seed) };
  if (kind !== "attention") return [input];
  return [input, { shape: [features], values: randomValues(features, seed + 1) }];
}

const weights = (size: number) => randomValues(size, 7);

Deno.test("pool: equals the composition of tfjs operations, gradients included", () => {
  fc.assert(
    fc.property(problems({ batch: 21, steps: 30, features: 23 }), (problem) => {
      const lengths = randomLengths(problem.batch, problem.steps, problem.seed + 2);
      const inputs = inputsOf(problem);
      const actual = outputAndGradients(
        (x, vector) => pool(x as tf.Tensor3D, problem.kind, lengths, vector as tf.Tensor1D),
        inputs,
        weights,
      );
      const expected = outputAndGradients(
        (x, vector) =>
          poolingComposition(
            x as tf.Tensor3D,
            problem.kind,
            Int32Array.from(lengths),
            vector as tf.Tensor1D,
          ),
        inputs,
        weights,
      );
      assertEquals(actual.shape, expected.shape);
      assertClose(actual.output, expected.output, 1e-5);
      actual.gradients.forEach((gradient, i) =>
        assertClose(gradient, expected.gradients[i]!, GRADIENT_TOLERANCE)
      );
    }),
    { numRuns: 60 },
  );
});

/** The definition in float64. */
function lossOf(problem: Problem, lengths: number[], inputs: Float64Array[]): number {
  const { batch, steps, features, kind } = problem, [input, vector] = inputs;
  const factors = weights(batch * features);
  let loss = 0;
  for (let row = 0; row < batch; row++) {
    const times = Array.from({ length: lengths[row]! }, (_, step) => step);
    if (times.length === 0) continue;
    const at = (step: number, feature: number) =>
      input![(row * steps + step) * features + feature]!;
    const exponentials = times.map((step) => {
      let score = 0;
      for (let feature = 0; feature < features; feature++) {
        score += at(step, feature) * (vector?.[feature] ?? 0);
      }
      return Math.exp(score);
    });
    const total = exponentials.reduce((a, b) => a + b);
    for (let feature = 0; feature < features; feature++) {
      const pooled = kind === "max"
        ? Math.max(...times.map((step) => at(step, feature)))
        // Without a vector all weights are equal: the mean.
        : times.reduce((sum, step) => sum + at(step, feature) * exponentials[step]! / total, 0);
      loss += factors[row * features + feature]! * pooled;
    }
  }
  return loss;
}

Deno.test("pool: gradients equal float64 finite differences", () => {
  fc.assert(
    fc.property(problems({ batch: 4, steps: 6, features: 6 }), (problem) => {
      const lengths = randomLengths(problem.batch, problem.steps, problem.seed + 2);
      const inputs = inputsOf(problem);
      const actual = outputAndGradients(
        (x, vector) => pool(x as tf.Tensor3D, problem.kind, lengths, vector as tf.Tensor1D),
        inputs,
        weights,
      );
      const loss = (values: Float64Array[]) => lossOf(problem, lengths, values);
      const expected = numericGradients(loss, inputs.map(({ values }) => values));
      actual.gradients.forEach((gradient, i) =>
        assertClose(gradient, expected[i]!, GRADIENT_TOLERANCE)
      );
    }),
    { numRuns: 30 },
  );
});

Deno.test("pool: padding never matters, not even NaN", () => {
  tf.tidy(() => {
    const row = tf.randomUniform([1, 5, 7], -1, 1, "float32", 1) as tf.Tensor3D;
    const padded = tf.concat([row, tf.fill([1, 3, 7], NaN)], 1) as tf.Tensor3D;
    const vector = tf.randomUniform([7], -1, 1, "float32", 2) as tf.Tensor1D;
    for (const kind of ["mean", "max", "attention"] as const) {
      const vectors = kind === "attention" ? [vector] : [];
      const run = (x: tf.Tensor, lengths?: number[]) =>
        pool(x as tf.Tensor3D, kind, lengths, ...vectors);
      assertEquals(run(padded, [5]).dataSync(), run(row).dataSync());
      assertEquals(run(padded, [0]).dataSync(), new Float32Array(7));
      const gradient = tf.grad((x) => run(x, [5]))(padded).dataSync();
      assertEquals(gradient.slice(0, 35), tf.grad((x) => run(x))(row).dataSync());
      assertEquals(gradient.slice(35), new Float32Array(21));
    }
  });
});

Deno.test("pool: of equal maxima the first wins; NaN and infinity show in their row", () => {
  tf.tidy(() => {
    const tied = tf.tensor3d([[[-2], [-1], [-1]]]);
    assertEquals(
      [...tf.grad((x) => pool(x as tf.Tensor3D, "max"))(tied).dataSync()],
      [0, 1, 0],
    );
    const input = tf.tensor3d([[[1], [NaN], [5]], [[1], [2], [-Infinity]], [[1], [Infinity], [0]]]);
    assertEquals([...pool(input, "max").dataSync()], [NaN, 2, Infinity]);
    assertEquals([...pool(input, "mean").dataSync()], [NaN, -Infinity, Infinity]);
    const wide = tf.tile(input, [1, 1, 9]) as tf.Tensor3D;
    assertEquals(pool(wide, "max").arraySync().map((row) => row[0]), [NaN, 2, Infinity]);
    const one = tf.ones([1]) as tf.Tensor1D;
    const attended = pool(input, "attention", [3, 2, 1], one).dataSync();
    assertEquals([...attended].map(Number.isNaN), [true, false, false]);
  });
});

Deno.test("pool: keeps no tensors, takes empty batches, refuses what does not fit", () => {
  const input = tf.zeros([2, 4, 3]) as tf.Tensor3D, vector = tf.ones([3]) as tf.Tensor1D;
  const before = tf.memory().numTensors;
  tf.dispose(
    tf.grads((x, v) => pool(x as tf.Tensor3D, "attention", [4, 1], v as tf.Tensor1D))([
      input,
      vector,
    ]),
  );
  tf.dispose([pool(input, "max"), tf.grad((x) => pool(x as tf.Tensor3D, "mean"))(input)]);
  assertEquals(tf.memory().numTensors, before);
  tf.tidy(() => assertEquals(pool(tf.zeros([0, 4, 3]), "mean").shape, [0, 3]));
  const refuses = (message: string, ...parameters: Parameters<typeof pool>) =>
    assertThrows(() => pool(...parameters), RangeError, message);
  refuses("the length of row 1 is -1, not from 0 to 4", input, "mean", [1, -1]);
  refuses("attention pooling needs an attention vector", input, "attention");
  refuses("max pooling takes no attention vector", input, "max", [1, 1], vector);
  refuses("attentionVector must have shape [3], not [2]", input, "attention", [1, 1], tf.ones([2]));
  refuses('pooling must be "mean", "max" or "attention", not "sum"', input, "sum" as "mean");
  tf.dispose([input, vector]);
});
