import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { embedding, useDevice } from "../mod.ts";

await useDevice("cpu", { threads: 2 });

Deno.test("embedding: rows of the table, and sums of gradients by id", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 21 }),
      fc.array(fc.nat(), { maxLength: 300 }),
      (vocabSize, size, numbers) => {
        const before = tf.memory().numTensors;
        const ids = numbers.map((id) => id % vocabSize);
        tf.tidy(() => {
          const table = tf.randomUniform([vocabSize, size], -1, 1, "float32", 1) as tf.Tensor2D;
          const idTensor = tf.tensor1d(ids, "int32");
          const weights = tf.randomUniform([ids.length, size], -1, 1, "float32", 2);
          const { value, grad } = tf.valueAndGrad((table) =>
            tf.sum(tf.mul(embedding(idTensor, table as tf.Tensor2D), weights))
          )(table);
          const rows = table.arraySync(), weightRows = weights.arraySync() as number[][];
          const expected = rows.map((row) => row.map(() => 0));
          let sum = 0;
          ids.forEach((id, i) => {
            for (let k = 0; k < size; k++) {
              expected[id]![k]! += weightRows[i]![k]!;
              sum += rows[id]![k]! * weightRows[i]![k]!;
            }
          });
          assertAlmostEquals(value.dataSync()[0]!, sum, 1e-3);
          (grad.arraySync() as number[][]).forEach((row, id) =>
            row.forEach((value, k) => assertAlmostEquals(value, expected[id]![k]!, 1e-4))
          );
          assertEquals(embedding(idTensor, table).arraySync(), ids.map((id) => rows[id]!));
        });
        assertEquals(tf.memory().numTensors, before);
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("embedding: names an id that is not in the table", () => {
  tf.tidy(() => {
    const table = tf.zeros([5, 2]) as tf.Tensor2D;
    const look = (id: number) => () => embedding(tf.tensor1d([0, id], "int32"), table);
    assertThrows(look(5), RangeError, "id 5 at position 1 is not one of the table's 5 rows");
    assertThrows(look(-1), RangeError, "id -1 at position 1");
    assertThrows(() => embedding(tf.tensor1d([0]), table), TypeError, "ids must be int32");
  });
});
