import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { useDevice } from "../../../mod.ts";

await useDevice("cpu", { threads: 2 });

/** Runs the same on our backend and on tfjs's; the tensors must agree, and none be left over. */
async function assertAgrees(body: () => tf.Tensor | tf.Tensor[], tolerance: number): Promise<void> {
  const before = tf.memory().numTensors;
  const run = () =>
    tf.tidy(() => {
      const results = body();
      return [results].flat().map((tensor) => ({
        shape: tensor.shape,
        dtype: tensor.dtype as string,
        values: Array.from(tensor.dataSync()),
      }));
    });
  const ours = run();
  await tf.setBackend("cpu");
  const theirs = run();
  await tf.setBackend("sluice");
  ours.forEach((result, i) => {
    const expected = theirs[i]!;
    assertEquals([result.shape, result.dtype], [expected.shape, expected.dtype]);
    result.values.forEach((value, j) => {
      const wanted = expected.values[j]!;
      const close = Object.is(value, wanted) || value === wanted ||
        Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
      assert(
        close,
        `result ${i}, element ${j} of shape [${result.shape}]: ${value}, not ${wanted}`,
      );
    });
  });
  assertEquals(tf.memory().numTensors, before);
}

const size = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 21 }));
const shape = fc.array(size, { maxLength: 4 });
const seed = fc.integer({ min: 1, max: 1_000_000 });

/** Values of both signs, some of them zero, NaN or infinite where `wild` says so. */
function values(shape: number[], seed: number, wild = false): tf.Tensor {
  const tensor = tf.randomUniform(shape, -9, 9, "float32", seed);
  if (!wild) return tensor;
  const data = tensor.dataSync().slice();
  const special = [NaN, Infinity, -Infinity, 0, -0, 1e-40, 3e38];
  for (let i = seed % 5; i < data.length; i += 5) data[i] = special[(i + seed) % special.length]!;
  return tf.tensor(data, shape);
}

const BINARY = { add: tf.add, sub: tf.sub, mul: tf.mul, div: tf.div } as Record<
  string,
  (a: tf.Tensor, b: tf.Tensor) => tf.Tensor
>;

for (const [name, operation] of Object.entries(BINARY)) {
  Deno.test(`${name}: agrees with tfjs's on any shapes, with its gradients`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ size, a: fc.boolean(), b: fc.boolean() }), { maxLength: 4 }),
        fc.nat({ max: 4 }),
        fc.boolean(),
        fc.boolean(),
        seed,
        async (axes, dropped, swap, wild, seed) => {
          const a = axes.map(({ size, a }) => a ? size : 1);
          const b = axes.map(({ size, b }) => b ? size : 1).slice(dropped);
          const shapes = swap ? [b, a] : [a, b];
          const make = () => shapes.map((shape, i) => values(shape, seed + i, wild));
          await assertAgrees(() => operation(make()[0]!, make()[1]!), 0);
          if (wild || [...a, ...b].includes(0)) return;
          await assertAgrees(() => tf.grads((a, b) => tf.square(operation(a, b)))(make()), 1e-4);
        },
      ),
      { numRuns: 40 },
    );
  });
}

const UNARY = {
  relu: tf.relu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  square: tf.square,
  sqrt: tf.sqrt,
  neg: tf.neg,
  step: tf.step,
} as Record<string, (x: tf.Tensor) => tf.Tensor>;

for (const [name, operation] of Object.entries(UNARY)) {
  Deno.test(`${name}: agrees with tfjs's, with its gradient`, async () => {
    const tolerance = ["sigmoid", "tanh"].includes(name) ? 5e-7 : 0;
    await fc.assert(
      fc.asyncProperty(shape, fc.boolean(), seed, async (shape, wild, seed) => {
        await assertAgrees(() => operation(values(shape, seed, wild)), tolerance);
        if (wild || name === "step" || name === "sqrt") return;
        await assertAgrees(() => tf.grad(operation)(values(shape, seed)), 1e-6);
      }),
      { numRuns: 25 },
    );
    if (["sigmoid", "tanh", "sqrt"].includes(name)) return; // for float32 alone
    await assertAgrees(() => operation(tf.tensor1d([-2, 0, 4], "int32")), tolerance);
  });
}

Deno.test("step: with a slope below 0 as in tfjs", async () => {
  await assertAgrees(() => tf.step(tf.tensor1d([-1, 0, 2, NaN]), 0.25), 0);
});

const REDUCTIONS = { sum: tf.sum, mean: tf.mean, max: tf.max } as Record<
  string,
  (x: tf.Tensor, axes?: number[], keepDims?: boolean) => tf.Tensor
>;

for (const [name, operation] of Object.entries(REDUCTIONS)) {
  Deno.test(`${name}: agrees with tfjs's along any axes, with its gradient`, async () => {
    await fc.assert(
      fc.asyncProperty(
        shape,
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        fc.boolean(),
        fc.boolean(),
        seed,
        async (shape, reduced, keepDims, wild, seed) => {
          const axes = shape.map((_, axis) => axis).filter((axis) => reduced[axis]);
          const run = (x: tf.Tensor) => operation(x, axes, keepDims);
          await assertAgrees(() => run(values(shape, seed, wild)), 1e-5);
          if (wild || shape.includes(0)) return;
          await assertAgrees(() => tf.grad((x) => tf.square(run(x)))(values(shape, seed)), 1e-4);
        },
      ),
      { numRuns: 50 },
    );
    await assertAgrees(() => operation(tf.tensor2d([[1, 2], [3, 9]], [2, 2], "int32"), [1]), 0);
    await assertAgrees(() => operation(values([70, 900], 1), [0]), 1e-5);
  });
}

Deno.test("softmax: agrees with tfjs's, with its gradient", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(size, { minLength: 1, maxLength: 3 }), seed, async (shape, seed) => {
      await assertAgrees(() => tf.softmax(values(shape, seed)), 1e-6);
      if (shape.includes(0)) return;
      await assertAgrees(() => tf.grad((x) => tf.square(tf.softmax(x)))(values(shape, seed)), 1e-5);
    }),
    { numRuns: 30 },
  );
  await assertAgrees(
    () => tf.softmax(tf.tensor2d([[1, NaN], [2, -Infinity], [1e30, -1e30]])),
    1e-6,
  );
});

Deno.test("transpose: agrees with tfjs's for every order of axes", async () => {
  await fc.assert(
    fc.asyncProperty(
      shape.chain((shape) =>
        fc.tuple(
          fc.constant(shape),
          fc.shuffledSubarray(shape.map((_, i) => i), {
            minLength: shape.length,
            maxLength: shape.length,
          }),
        )
      ),
      seed,
      async ([shape, order], seed) => {
        await assertAgrees(() => tf.transpose(values(shape, seed), order), 0);
      },
    ),
    { numRuns: 80 },
  );
});

Deno.test("gather and unsortedSegmentSum: agree with tfjs's, with gradients", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 30 }),
      fc.nat(2),
      seed,
      async (shape, wanted, axis, seed) => {
        const along = axis % shape.length;
        const ids = () => tf.tensor1d(wanted.map((id) => id % shape[along]!), "int32");
        await assertAgrees(() => tf.gather(values(shape, seed), ids(), along), 0);
        await assertAgrees(
          () => tf.grad((x) => tf.square(tf.gather(x, ids(), along)))(values(shape, seed)),
          1e-5,
        );
        const rows = [wanted.length, ...shape];
        for (const shift of [0, -3]) {
          const segments = () => tf.tensor1d(wanted.map((id) => id + shift), "int32");
          await assertAgrees(
            () => tf.unsortedSegmentSum(values(rows, seed), segments() as tf.Tensor1D, 9),
            1e-5,
          );
        }
      },
    ),
    { numRuns: 30 },
  );
});

Deno.test("slice and split: agree with tfjs's, with gradients", async () => {
  const axis = fc.record({
    size: fc.integer({ min: 1, max: 9 }),
    begin: fc.nat(8),
    length: fc.integer({ min: 0, max: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(axis, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      seed,
      async (axes, whole, seed) => {
        const shape = axes.map(({ size }) => size);
        const begin = axes.map(({ size, begin }) => begin % size);
        const size = axes.map(({ size, length }, i) =>
          Math.min(whole && i > 0 ? -1 : length, size - begin[i]!)
        );
        const run = (x: tf.Tensor) => tf.slice(x, begin, size);
        await assertAgrees(() => run(values(shape, seed)), 0);
        await assertAgrees(() => run(tf.cast(values(shape, seed), "int32")), 0);
        if (!size.includes(0)) {
          await assertAgrees(() => tf.grad((x) => tf.square(run(x)))(values(shape, seed)), 1e-6);
        }
        for (let along = 0; along < shape.length; along++) {
          const first = begin[along]!, parts = [first, shape[along]! - first];
          await assertAgrees(() => tf.split(values(shape, seed), parts, along), 0);
          if (shape[along] === 1) continue; // tfjs has no gradient for one part
          const last = (x: tf.Tensor) => tf.square(tf.split(x, shape[along]!, along).at(-1)!);
          await assertAgrees(() => tf.grad(last)(values(shape, seed)), 1e-6);
        }
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("cast: kernels read numbers, not the bits of what they were cast from", async () => {
  const integers = () => tf.tensor2d([[1, -2, 3], [4, 5, 6]], [2, 3], "int32");
  const floats = () => tf.cast(integers(), "float32") as tf.Tensor2D;
  const booleans = () => tf.tensor1d([true, false, true], "bool");
  await assertAgrees(() => tf.add(floats(), tf.cast(booleans(), "float32")), 0);
  await assertAgrees(() => tf.matMul(floats(), floats(), false, true), 0);
  await assertAgrees(
    () => [tf.cast(booleans(), "int32"), tf.cast(floats(), "int32"), integers()],
    0,
  );
  await assertAgrees(() => tf.cast(tf.zeros([0, 3], "int32"), "float32"), 0);
});

Deno.test("what two threads share comes out as on one", async () => {
  const matrix = () => values([300, 257], 1), row = () => values([257], 2);
  const column = () => values([300, 1], 3);
  await assertAgrees(() => tf.add(matrix(), row()), 0);
  await assertAgrees(() => tf.sub(column(), matrix()), 0);
  await assertAgrees(() => tf.mul(matrix(), tf.scalar(3)), 0);
  await assertAgrees(() => tf.relu(matrix()), 0);
  await assertAgrees(() => tf.transpose(matrix()), 0);
  await assertAgrees(() => tf.sum(matrix(), 0), 1e-5);
  await assertAgrees(() => tf.sum(matrix(), 1), 1e-5);
  await assertAgrees(() => tf.softmax(matrix()), 1e-6);
});
