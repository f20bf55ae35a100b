import { assertEquals, assertNotEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { Adam, embedding, lstm, useDevice } from "../../mod.ts";

/** Three training steps of a classifier of odd sizes; all weights as one array. */
function train(): Float32Array {
  return tf.tidy(() => {
    const random = (shape: number[], seed: number) =>
      tf.variable(tf.randomUniform(shape, -0.3, 0.3, "float32", seed));
    const variables = [
      random([300, 11], 1),
      random([11, 4 * 13], 2),
      random([13, 4 * 13], 3),
      random([4 * 13], 4),
      random([13, 1], 5),
    ];
    const [table, kernel, recurrentKernel, bias, dense] = variables as unknown as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor1D,
      tf.Tensor2D,
    ];
    const batch = 75, steps = 31;
    const ids = tf.cast(tf.randomUniform([batch, steps], 0, 300, "float32", 6), "int32");
    const lengths = tf.cast(tf.randomUniform([batch], 0, steps + 0.9, "float32", 7), "int32")
      .dataSync();
    const labels = tf.reshape(tf.mod(tf.range(0, batch), 2), [batch, 1]);
    const adam = new Adam({ learningRate: 0.01 });
    for (let step = 0; step < 3; step++) {
      const { grads } = tf.variableGrads(() => {
        const states = lstm(
          embedding(ids, table) as tf.Tensor3D,
          kernel,
          recurrentKernel,
          bias,
          { lengths },
        );
        const logits = tf.matMul(states as tf.Tensor2D, dense);
        return tf.losses.sigmoidCrossEntropy(labels, logits) as tf.Scalar;
      }, variables);
      adam.step(variables, variables.map((variable) => grads[variable.name]!));
    }
    return tf.concat(variables.map((variable) => tf.reshape(variable, [-1]))).dataSync<"float32">();
  });
}

Deno.test("training gives the same bytes on 1, 2, 3 and 4 threads, and again", async () => {
  await useDevice("cpu", { threads: 1 });
  const expected = train();
  assertEquals(expected.every(Number.isFinite), true);
  for (const threads of [1, 2, 3, 4, 2]) {
    assertEquals((await useDevice("cpu", { threads })).threads, threads);
    assertEquals(train(), expected);
  }
});

Deno.test("the two builds agree but for rounding", async () => {
  await useDevice("cpu", { threads: 2, simd: "fixed" });
  const fixed = train();
  await useDevice("cpu", { threads: 2, simd: "relaxed" });
  const relaxed = train();
  assertNotEquals(fixed, relaxed);
  fixed.forEach((value, i) => assertEquals(Math.abs(value - relaxed[i]!) < 1e-3, true));
});
