import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Adam, useDevice } from "../mod.ts";

await useDevice("cpu", { threads: 2 });

/** The textbook's formula in float64. */
function reference(p: number, gradients: number[], rate: number, decay = 0): number {
  let m = 0, v = 0;
  gradients.forEach((g, i) => {
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    p *= 1 - rate * decay;
    p -= rate * (m / (1 - 0.9 ** (i + 1))) / (Math.sqrt(v / (1 - 0.999 ** (i + 1))) + 1e-8);
  });
  return p;
}

for (const backend of ["sluice", "cpu"]) {
  for (const weightDecay of [0, 0.1]) {
    Deno.test(`Adam: takes the published steps on ${backend}, weight decay ${weightDecay}`, async () => {
      await tf.setBackend(backend);
      const start = tf.randomUniform([7, 3], -1, 1, "float32", 1);
      const values = start.dataSync().slice();
      const variables = [tf.variable(start), tf.variable(tf.scalar(2))];
      const adam = new Adam({ learningRate: 0.01, weightDecay });
      const history: number[][] = [[], []];
      for (let step = 0; step < 5; step++) {
        const gradients = [
          tf.randomUniform([7, 3], -1, 1, "float32", 10 + step),
          tf.scalar(Math.sin(step)),
        ];
        history[0]!.push(gradients[0]!.dataSync()[4]!);
        history[1]!.push(gradients[1]!.dataSync()[0]!);
        adam.step(variables, gradients);
        tf.dispose(gradients);
      }
      const [first, second] = variables.map((variable) => variable.dataSync());
      assertAlmostEquals(first![4]!, reference(values[4]!, history[0]!, 0.01, weightDecay), 1e-6);
      assertAlmostEquals(second![0]!, reference(2, history[1]!, 0.01, weightDecay), 1e-6);
      assertEquals(start.dataSync(), values, "the tensor that a variable started from is its own");
      adam.dispose();
      tf.dispose([start, ...variables]);
      await tf.setBackend("sluice");
    });
  }
}

Deno.test("Adam: goes on from a saved state to the same bytes", async () => {
  const gradient = (step: number) => tf.randomUniform([50], -1, 1, "float32", step + 1);
  const run = async (restartAfter: number) => {
    let variable = tf.variable(tf.zeros([50]));
    let adam = new Adam();
    for (let step = 0; step < 6; step++) {
      tf.tidy(() => adam.step([variable], [gradient(step)]));
      if (step !== restartAfter) continue;
      const state = await adam.getState(), values = variable.dataSync().slice();
      variable.dispose();
      adam.dispose();
      variable = tf.variable(tf.tensor1d(values));
      adam = new Adam();
      adam.setState(state);
      assertEquals(adam.iterations, step + 1);
    }
    return variable.dataSync();
  };
  assertEquals(await run(2), await run(-1));
});

Deno.test("Adam: moments decay to zero, never into denormal numbers", async () => {
  const variable = tf.variable(tf.ones([7]));
  const adam = new Adam();
  const step = (gradient: number[]) =>
    tf.tidy(() => adam.step([variable], [tf.tensor1d(gradient)]));
  step([1e-3, 1e-10, 1e-25, 0, 1e-3, 1e-3, 1e-25]);
  assertEquals((await adam.getState()).moments[0]!.first[2], 0);
  for (let i = 0; i < 500; i++) step([0, 0, 0, 0, 0, 0, 0]);
  const { first, second } = (await adam.getState()).moments[0]!;
  assertEquals(Array.from(first), new Array(7).fill(0));
  assertEquals(second.every((v) => v === 0 || v >= 2 ** -126), true, `${second}`);
  step([NaN, 1e-10, 0, 0, 0, 0, NaN]);
  assertEquals(Array.from(variable.dataSync(), Number.isNaN), [
    true,
    ...new Array(5).fill(false),
    true,
  ]);
  adam.dispose();
  variable.dispose();
});

Deno.test("Adam: refuses what does not fit", () => {
  assertThrows(() => new Adam({ beta1: 1 }), RangeError, "beta1 must be in [0, 1), not 1");
  assertThrows(() => new Adam({ learningRate: -1 }), RangeError, "learningRate");
  const variable = tf.variable(tf.zeros([3]), true, "weights_of_three");
  assertThrows(
    () => new Adam().step([variable], [tf.zeros([2])]),
    RangeError,
    "the gradient of weights_of_three has shape [2], not [3]",
  );
  assertThrows(() => new Adam().step([variable], []), RangeError, "0 gradients for 1 variables");
});
