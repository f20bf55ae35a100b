import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { dropout, useDevice } from "../mod.ts";
import { dropoutComposition } from "./dropout.ts";
import { philox } from "./philox.ts";

await useDevice("cpu", { threads: 2 });

Deno.test("philox: gives the published answers (Random123, kat_vectors)", () => {
  const hexadecimal = (words: number[]) => words.map((word) => word.toString(16).padStart(8, "0"));
  assertEquals(
    hexadecimal(philox([0, 0, 0, 0], [0, 0])),
    ["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"],
  );
  const ones = 0xFFFFFFFF;
  assertEquals(
    hexadecimal(philox([ones, ones, ones, ones], [ones, ones])),
    ["408f276d", "41c83b0e", "a20bc7c6", "6d5451fd"],
  );
  assertEquals(
    hexadecimal(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])),
    ["d16cfe09", "94fdcceb", "5001e420", "24126ea1"],
  );
});

Deno.test("dropout: the same bytes as the composition, gradients and any noise shape included", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ size: fc.integer({ min: 0, max: 40 }), shared: fc.boolean() }),
        { maxLength: 4 },
      ).filter((axes) => axes.reduce((product, { size }) => product * size, 1) < 20_000),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      fc.maxSafeNat(),
      fc.maxSafeNat(),
      (axes, rate, seed, counter) => {
        const shape = axes.map(({ size }) => size);
        const noiseShape = axes.map(({ size, shared }) => shared ? 1 : size);
        tf.tidy(() => {
          const input = tf.randomUniform(shape, -1, 1, "float32", 1);
          const weights = tf.randomUniform(shape, -1, 1, "float32", 2);
          const both = [dropout, dropoutComposition].map((operation) => {
            const run = (x: tf.Tensor) => operation(x, rate, seed, counter, { noiseShape });
            const gradient = tf.grad((x) => tf.sum(tf.mul(run(x), weights)))(input);
            return [run(input).dataSync(), gradient.dataSync()];
          });
          assertEquals(both[0], both[1]);
        });
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("dropout: drops the wanted share, keeps the mean, and differs by seed and counter", () => {
  tf.tidy(() => {
    const input = tf.ones([100_000]);
    for (const rate of [0.1, 0.5, 0.9]) {
      const output = dropout(input, rate, 7, 3).dataSync();
      const zeros = output.filter((value) => value === 0).length / output.length;
      assertAlmostEquals(zeros, rate, 0.006);
      const kept = new Set(output.filter((value) => value !== 0));
      assertEquals([...kept], [Math.fround(1 / (1 - rate))]);
    }
    const mask = (seed: number, counter: number) => dropout(input, 0.5, seed, counter).dataSync();
    assertEquals(mask(1, 2), mask(1, 2));
    for (const [seed, counter] of [[2, 2], [1, 3], [1 + 2 ** 32, 2], [1, 2 + 2 ** 32], [2, 1]]) {
      assertNotEquals(mask(seed!, counter!), mask(1, 2));
    }
  });
});

Deno.test("dropout: one mask for all steps", () => {
  tf.tidy(() => {
    const input = tf.ones([3, 50, 9]);
    const output = dropout(input, 0.5, 1, 1, { noiseShape: [3, 1, 9] }).arraySync() as number[][][];
    for (const row of output) for (const step of row) assertEquals(step, row[0]);
    assertNotEquals(output[0]![0], output[1]![0]);
  });
});

Deno.test("dropout: keeps no tensors, and refuses what does not fit", () => {
  const input = tf.ones([2, 3]), before = tf.memory().numTensors;
  tf.dispose(tf.grad((x) => dropout(x, 0.3, 1, 1))(input));
  tf.dispose(dropout(input, 0, 1, 1));
  tf.dispose(dropout(input, 0.5, 1, 1, { noiseShape: [1, 3] }));
  assertEquals(tf.memory().numTensors, before);
  assertThrows(() => dropout(input, 1, 1, 1), RangeError, "rate must be in [0, 1), not 1");
  assertThrows(() => dropout(input, 0.5, -1, 1), RangeError, "seed must be a whole number");
  assertThrows(
    () => dropout(input, 0.5, 1, 1, { noiseShape: [2, 2] }),
    RangeError,
    "noiseShape must have the sizes of shape [2,3] or 1, not [2,2]",
  );
  input.dispose();
});
