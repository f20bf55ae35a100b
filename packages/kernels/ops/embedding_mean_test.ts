import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { bigramBucket, embeddingMean, useDevice } from "../mod.ts";
import { embeddingMeanComposition } from "./embedding_mean_composition.ts";
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
  size: number;
  tokens: number;
  bigramBuckets: number;
  seed: number;
}

function problems(limits: { batch: number; steps: number; size: number; rows: number }) {
  return fc.record({
    batch: fc.integer({ min: 1, max: limits.batch }),
    steps: fc.integer({ min: 1, max: limits.steps }),
    size: fc.integer({ min: 1, max: limits.size }),
    tokens: fc.integer({ min: 1, max: limits.rows }),
    bigramBuckets: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: limits.rows })),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  });
}

function inputsOf({ batch, steps, size, tokens, bigramBuckets, seed }: Problem) {
  const shape = [tokens + bigramBuckets, size];
  return {
    table: { shape, values: randomValues(shape[0]! * size, seed) },
    ids: randomValues(batch * steps, seed + 1).map((value) => {
      return Math.min(tokens - 1, Math.floor((value + 1) / 2 * tokens));
    }),
    lengths: randomLengths(batch, steps, seed + 2),
  };
}

const weights = (size: number) => randomValues(size, 7);

Deno.test("embeddingMean: equals the composition of tfjs operations, gradient included", () => {
  fc.assert(
    fc.property(problems({ batch: 21, steps: 30, size: 77, rows: 300 }), (problem) => {
      const { batch, steps, bigramBuckets } = problem;
      const { table, ids, lengths } = inputsOf(problem);
      const run = (composed: boolean) =>
        outputAndGradients(
          (table) => {
            const idTensor = tf.tensor2d(ids, [batch, steps], "int32"), rows = table as tf.Tensor2D;
            return composed
              ? embeddingMeanComposition(idTensor, rows, Int32Array.from(lengths), bigramBuckets)
              : embeddingMean(idTensor, rows, { lengths, bigramBuckets });
          },
          [table],
          weights,
        );
      const actual = run(false), expected = run(true);
      assertEquals(actual.shape, expected.shape);
      assertClose(actual.output, expected.output, 1e-5);
      assertClose(actual.gradients[0]!, expected.gradients[0]!, GRADIENT_TOLERANCE);
    }),
    { numRuns: 60 },
  );
});

Deno.test("embeddingMean: the gradient equals float64 finite differences of the definition", () => {
  fc.assert(
    fc.property(problems({ batch: 4, steps: 6, size: 5, rows: 9 }), (problem) => {
      const { batch, steps, size, tokens, bigramBuckets } = problem;
      const { table, ids, lengths } = inputsOf(problem);
      const factors = weights(batch * size);
      const loss = ([values]: Float64Array[]) => {
        let sum = 0;
        for (let row = 0; row < batch; row++) {
          const own = [...ids.slice(row * steps, row * steps + lengths[row]!)];
          const bigrams = bigramBuckets === 0
            ? []
            : own.slice(1).map((id, i) => tokens + bigramBucket(own[i]!, id, bigramBuckets));
          const items = [...own, ...bigrams];
          for (const item of items) {
            for (let k = 0; k < size; k++) {
              sum += factors[row * size + k]! * values![item * size + k]! / items.length;
            }
          }
        }
        return sum;
      };
      const actual = outputAndGradients(
        (table) =>
          embeddingMean(tf.tensor2d(ids, [batch, steps], "int32"), table as tf.Tensor2D, {
            lengths,
            bigramBuckets,
          }),
        [table],
        weights,
      );
      const expected = numericGradients(loss, [table.values]);
      assertClose(actual.gradients[0]!, expected[0]!, GRADIENT_TOLERANCE);
    }),
    { numRuns: 30 },
  );
});

Deno.test("embeddingMean: padding never matters, whatever its id; rows without tokens are zeros", () => {
  tf.tidy(() => {
    const table = tf.randomUniform([40, 35], -1, 1, "float32", 1) as tf.Tensor2D;
    const alone = tf.tensor2d([[3, 1, 4, 1, 5]], undefined, "int32");
    const padded = tf.tensor2d(
      [[3, 1, 4, 1, 5, -7, 99], [0, 0, 0, 0, 0, 0, 0]],
      undefined,
      "int32",
    );
    for (const bigramBuckets of [0, 30]) {
      const run = (ids: tf.Tensor2D, lengths: number[]) => (table: tf.Tensor) =>
        embeddingMean(ids, table as tf.Tensor2D, { lengths, bigramBuckets });
      const [row, empty] = tf.unstack(run(padded, [5, 0])(table));
      assertEquals(row!.dataSync(), run(alone, [5])(table).dataSync());
      assertEquals(empty!.dataSync(), new Float32Array(35));
      assertEquals(
        tf.grad(run(padded, [5, 0]))(table).dataSync(),
        tf.grad(run(alone, [5]))(table).dataSync(),
      );
    }
  });
});

Deno.test("embeddingMean: NaN shows in the rows that hold it, and in no other", () => {
  tf.tidy(() => {
    for (const size of [1, 4, 9, 33]) {
      const table = tf.concat([tf.fill([1, size], NaN), tf.ones([2, size])]) as tf.Tensor2D;
      const ids = tf.tensor2d([[1, 2, 0], [1, 0, 2], [0, 1, 2]], undefined, "int32");
      const means = embeddingMean(ids, table, { lengths: [2, 3, 0] }).arraySync();
      assertEquals(means.map((row) => [...new Set(row)]), [[1], [NaN], [0]]);
      const gradient = tf.grad((table) =>
        tf.mul(
          embeddingMean(ids, table as tf.Tensor2D, { lengths: [2, 3, 0] }),
          tf.tensor2d([[1], [NaN], [1]]),
        )
      )(tf.ones([3, size]));
      assertEquals([...new Set(gradient.dataSync())], [NaN]);
    }
  });
});

Deno.test("bigramBucket: below the buckets, evenly, and by order", () => {
  fc.assert(
    fc.property(
      fc.nat(999_999),
      fc.nat(999_999),
      fc.integer({ min: 1, max: 2 ** 21 }),
      (a, b, n) => {
        const bucket = bigramBucket(a, b, n);
        assertEquals(Number.isInteger(bucket) && bucket >= 0 && bucket < n, true);
      },
    ),
  );
  // Neighbouring ids, as a vocabulary's are: no bucket gets far more than its share of 64.
  const counts = new Int32Array(1024);
  for (let a = 0; a < 256; a++) {
    for (let b = 0; b < 256; b++) counts[bigramBucket(a, b, 1024)]!++;
  }
  assertEquals(Math.max(...counts) < 110 && Math.min(...counts) > 28, true);
  assertEquals(bigramBucket(5, 9, 2 ** 20) === bigramBucket(9, 5, 2 ** 20), false);
});

Deno.test("embeddingMean: keeps no tensors, takes empty batches, refuses what does not fit", () => {
  const table = tf.ones([5, 2]) as tf.Tensor2D;
  const ids = tf.tensor2d([[0, 4], [1, 5]], undefined, "int32");
  const before = tf.memory().numTensors;
  tf.dispose(tf.grad((t) => embeddingMean(ids, t as tf.Tensor2D, { lengths: [2, 1] }))(table));
  assertEquals(tf.memory().numTensors, before);
  tf.tidy(() => assertEquals(embeddingMean(tf.zeros([0, 4], "int32"), table).shape, [0, 2]));
  const refuses = (message: string, ...parameters: Parameters<typeof embeddingMean>) =>
    assertThrows(() => tf.tidy(() => embeddingMean(...parameters)), RangeError, message);
  refuses("id 5 at step 1 of row 1 is not one of the table's 5 tokens", ids, table);
  const low = tf.tensor2d([[-1]], undefined, "int32");
  refuses("id -1 at step 0 of row 0 is not one of the table's 5 tokens", low, table);
  refuses("id 4 at step 1 of row 0 is not one of the table's 2 tokens", ids, table, {
    bigramBuckets: 3,
  });
  refuses("the length of row 1 is 3, not from 0 to 2", ids, table, { lengths: [1, 3] });
  refuses("a table of 5 rows has none for tokens beside 5 bigram buckets", ids, table, {
    bigramBuckets: 5,
  });
  refuses("bigramBuckets must be a whole number from 0", ids, table, { bigramBuckets: 1.5 });
  tf.tidy(() => {
    const floats = tf.zeros([1, 1]) as tf.Tensor2D;
    assertThrows(() => embeddingMean(floats, table), TypeError, "ids must be int32");
  });
  assertEquals(tf.memory().numTensors, before + 1);
  tf.dispose([table, ids, low]);
});
