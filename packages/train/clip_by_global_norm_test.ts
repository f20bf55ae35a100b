import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { clipByGlobalNorm } from "./clip_by_global_norm.ts";

function globalNorm(gradients: readonly tf.Tensor[]): number {
  let squares = 0;
  for (const gradient of gradients) for (const value of gradient.dataSync()) squares += value ** 2;
  return Math.sqrt(squares);
}

Deno.test("the global norm is at most the maximum, and the direction is kept", () => {
  const value = fc.float({ min: -100, max: 100, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
      fc.float({ min: Math.fround(0.01), max: 50, noNaN: true }),
      (values, maximum) => {
        tf.tidy(() => {
          const gradients = values.map((list) => tf.tensor1d(list));
          const before = globalNorm(gradients);
          const clipped = clipByGlobalNorm(gradients, maximum);
          const factor = before > maximum ? maximum / before : 1;
          assertAlmostEquals(globalNorm(clipped), before * factor, 1e-4 * (1 + maximum));
          clipped.forEach((gradient, index) => {
            gradient.dataSync().forEach((value, position) => {
              assertAlmostEquals(value, values[index]![position]! * factor, 1e-3);
            });
          });
        });
      },
    ),
    { numRuns: 50 },
  );
});

Deno.test("gradients within the maximum keep every bit", () => {
  const gradients = [tf.tensor1d([0.1, -0.2]), tf.tensor2d([[0.3]])];
  const clipped = clipByGlobalNorm(gradients, 1);
  assertEquals(clipped.map((gradient) => [...gradient.dataSync()]), [
    [Math.fround(0.1), Math.fround(-0.2)],
    [Math.fround(0.3)],
  ]);
  tf.dispose([...gradients, ...clipped]);
});
