import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { useDevice } from "../../../mod.ts";

await useDevice("cpu", { threads: 2 });

/** Runs the same on our backend and on tfjs's. */
async function onBoth(body: () => tf.Tensor): Promise<[tf.Tensor, tf.Tensor]> {
  const ours = body();
  await tf.setBackend("cpu");
  const theirs = body();
  await tf.setBackend("sluice");
  return [ours, theirs];
}

function assertSame(ours: tf.Tensor, theirs: tf.Tensor, tolerance: number): void {
  assertEquals(ours.shape, theirs.shape);
  const expected = theirs.dataSync();
  ours.dataSync().forEach((value, i) => assertAlmostEquals(value, expected[i]!, tolerance));
  tf.dispose([ours, theirs]);
}

const dimension = fc.integer({ min: 0, max: 37 });

Deno.test("matMul: agrees with tfjs's for any shapes, transposes and broadcasting", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(dimension, dimension, dimension),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom<[number[], number[]]>(
        [[], []],
        [[3], [3]],
        [[1], [4]],
        [[2, 3], [2, 3]],
      ),
      fc.integer({ min: 1, max: 1e6 }),
      async ([m, k, n], transposeA, transposeB, [batchA, batchB], seed) => {
        const shapeA = [...batchA, ...transposeA ? [k, m] : [m, k]];
        const shapeB = [...batchB, ...transposeB ? [n, k] : [k, n]];
        const [ours, theirs] = await onBoth(() =>
          tf.tidy(() =>
            tf.matMul(
              tf.randomUniform(shapeA, -1, 1, "float32", seed),
              tf.randomUniform(shapeB, -1, 1, "float32", seed + 1),
              transposeA,
              transposeB,
            )
          )
        );
        assertSame(ours, theirs, 2e-5);
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("matMul: products large enough to share agree with tfjs's, on any number of threads", async () => {
  const shapes = [[[3, 77, 61], [3, 77, 83]], [[130, 121], [85, 130]]] as const;
  for (const [shapeA, shapeB] of shapes) {
    const product = () =>
      tf.tidy(() =>
        tf.matMul(
          tf.randomUniform([...shapeA], -1, 1, "float32", 1),
          tf.randomUniform([...shapeB], -1, 1, "float32", 2),
          true,
          shapeB.length === 2,
        )
      );
    const [ours, theirs] = await onBoth(product);
    const expected = ours.dataSync();
    assertSame(ours, theirs, 1e-4);
    for (const threads of [1, 3, 4, 2]) {
      await useDevice("cpu", { threads });
      const again = product();
      assertEquals(again.dataSync(), expected);
      again.dispose();
    }
  }
});

Deno.test("matMul: broadcasts both sides at once (tfjs's own kernel drops batches here)", () => {
  tf.tidy(() => {
    const a = tf.randomUniform([2, 1, 5, 3], -1, 1, "float32", 1);
    const b = tf.randomUniform([3, 3, 9], -1, 1, "float32", 2);
    const ours = tf.matMul(a, b).arraySync() as number[][][][];
    assertEquals(tf.matMul(a, b).shape, [2, 3, 5, 9]);
    for (let i = 0; i < 2; i++) {
      for (let j = 0; j < 3; j++) {
        const left = tf.reshape(tf.slice(a, [i, 0, 0, 0], [1, 1, 5, 3]), [5, 3]);
        const right = tf.reshape(tf.slice(b, [j, 0, 0], [1, 3, 9]), [3, 9]);
        assertEquals(ours[i]![j]!, tf.matMul(left, right).arraySync());
      }
    }
  });
});

Deno.test("matMul: a dense layer with bias and activation agrees with tfjs's", async () => {
  for (const activation of [undefined, "relu", "sigmoid"] as const) {
    const [ours, theirs] = await onBoth(() =>
      tf.tidy(() =>
        tf.fused.matMul({
          a: tf.randomUniform([13, 7], -1, 1, "float32", 1) as tf.Tensor2D,
          b: tf.randomUniform([7, 5], -1, 1, "float32", 2) as tf.Tensor2D,
          bias: tf.randomUniform([5], -1, 1, "float32", 3),
          ...(activation ? { activation } : {}),
        })
      )
    );
    assertSame(ours, theirs, 1e-5);
  }
});

Deno.test("matMul: integers and NaN go as in tfjs", async () => {
  const [ours, theirs] = await onBoth(() =>
    tf.matMul(
      tf.tensor2d([[1, 2], [3, 4]], [2, 2], "int32"),
      tf.tensor2d([[1, 0], [0, 1]], [2, 2], "int32"),
    )
  );
  assertEquals(ours.dtype, theirs.dtype);
  assertSame(ours, theirs, 0);
  const [a, b] = await onBoth(() => tf.matMul([[NaN, 0], [1, Infinity]], [[1, 2], [0, 3]]));
  assertEquals([...a.dataSync()].map(String), [...b.dataSync()].map(String));
});

Deno.test("matMul: says which sizes differ", () => {
  assertThrows(
    () => tf.matMul(tf.ones([2, 3]), tf.ones([4, 5])),
    Error,
    "the inner sizes differ: 3 of",
  );
});
