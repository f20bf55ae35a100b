import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { clipByGlobalNorm, useDevice } from "../mod.ts";
import { clippingComposition } from "./clip_by_global_norm.ts";
import { assertClose, randomValues } from "./_numeric_gradients.ts";

await useDevice("cpu", { threads: 2 });

Deno.test("clipByGlobalNorm: equals float64 and the composition, for any sizes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 4000, max: 9000 })), {
        maxLength: 5,
      }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (sizes, maxNorm) => {
        const values = sizes.map((size, i) => randomValues(size, i + 1));
        const exact = Math.sqrt(values.reduce(
          (sum, value) => value.reduce((part, x) => part + x * x, sum),
          0,
        ));
        const factor = Math.min(1, maxNorm / (exact + 1e-6));
        tf.tidy(() => {
          const tensors = values.map((value) => tf.tensor1d(value));
          for (const clip of [clipByGlobalNorm, clippingComposition]) {
            const { clipped, norm } = clip(tensors, maxNorm);
            assertAlmostEquals(norm.dataSync()[0]!, exact, 1e-5 * (exact + 1));
            clipped.forEach((tensor, i) =>
              assertClose(tensor.dataSync(), values[i]!.map((x) => x * factor), 1e-5)
            );
          }
          tensors.forEach((tensor, i) => assertEquals(tensor.dataSync(), values[i]));
        });
      },
    ),
    { numRuns: 30 },
  );
});

Deno.test("clipByGlobalNorm: leaves small tensors as they are, and keeps none", () => {
  const tensor = tf.tensor2d([[0.25, -0.5], [0, 1e-30]]);
  const before = tf.memory().numTensors;
  const { clipped, norm } = clipByGlobalNorm([tensor], 1);
  assertEquals(clipped[0]!.arraySync(), tensor.arraySync());
  tf.dispose([clipped[0]!, norm]);
  assertEquals(tf.memory().numTensors, before);
  assertEquals(tensor.shape, [2, 2]);
  assertEquals(tensor.dataSync()[1], -0.5);
  tensor.dispose();
});

Deno.test("clipByGlobalNorm: NaN and infinity show, and a norm of 0 is refused", () => {
  tf.tidy(() => {
    for (const bad of [NaN, Infinity]) {
      const tensors = [tf.tensor1d([1, bad]), tf.tensor1d([2])];
      const ours = clipByGlobalNorm(tensors, 1), theirs = clippingComposition(tensors, 1);
      assertEquals(ours.norm.dataSync(), theirs.norm.dataSync());
      ours.clipped.forEach((tensor, i) =>
        assertEquals(tensor.dataSync(), theirs.clipped[i]!.dataSync())
      );
    }
    // Squares that float32 cannot hold.
    assertEquals(
      clipByGlobalNorm([tf.tensor1d([3e30, 4e30])], 1).norm.dataSync()[0],
      Math.fround(5e30),
    );
  });
  assertThrows(() => clipByGlobalNorm([], 0), RangeError, "maxNorm must be above 0, not 0");
});
