import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import fc from "fast-check";
import { lstm, lstmComposition, type LstmOptions, useDevice } from "../mod.ts";
import { lossAndNumericGradients, type LstmProblem } from "./_lstm_float64.ts";

await useDevice("cpu", { threads: 2 });

const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 21 }),
  steps: fc.integer({ min: 1, max: 13 }),
  features: fc.integer({ min: 1, max: 19 }),
  hiddenSize: fc.integer({ min: 1, max: 19 }),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  ragged: fc.boolean(),
  reverse: fc.boolean(),
  returnSequences: fc.boolean(),
  held: fc.constantFrom({}, { forget: 1 }, { input: 0.731 }, { output: 1, input: 1 }),
});
type Sizes = typeof sizes extends fc.Arbitrary<infer T> ? T : never;

function problemOf(size: Sizes): LstmProblem {
  const { batch, steps, features, hiddenSize, seed } = size;
  const random = (length: number, offset: number) =>
    tf.tidy(() =>
      tf.randomUniform([length], -0.8, 0.8, "float32", seed + offset).dataSync<"float32">().slice()
    );
  const lengths = random(batch, 9).map((value) =>
    size.ragged ? Math.floor((value + 0.8) / 1.6 * (steps + 1)) : steps
  );
  return {
    ...size,
    lengths: Array.from(lengths, (length) => Math.min(steps, length)),
    input: random(batch * steps * features, 1),
    kernel: random(features * 4 * hiddenSize, 2),
    recurrentKernel: random(hiddenSize * 4 * hiddenSize, 3),
    bias: random(4 * hiddenSize, 4),
    outputWeights: random(batch * (size.returnSequences ? steps : 1) * hiddenSize, 5),
  };
}

/** The sum of outputs times fixed weights, and the gradients of the four inputs. */
function lossAndGradients(operation: typeof lstm, problem: LstmProblem) {
  const { batch, steps, features, hiddenSize, reverse, returnSequences } = problem;
  const options: LstmOptions = {
    lengths: problem.lengths,
    reverse,
    returnSequences,
    heldGates: problem.held,
  };
  return tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((...inputs: tf.Tensor[]) => {
      const [input, kernel, recurrentKernel, bias] = inputs as [
        tf.Tensor3D,
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor1D,
      ];
      const output = operation(input, kernel, recurrentKernel, bias, options);
      return tf.sum(tf.mul(output.flatten(), tf.tensor1d(problem.outputWeights)));
    })([
      tf.tensor(problem.input, [batch, steps, features]),
      tf.tensor(problem.kernel, [features, 4 * hiddenSize]),
      tf.tensor(problem.recurrentKernel, [hiddenSize, 4 * hiddenSize]),
      tf.tensor(problem.bias),
    ]);
    return {
      loss: value.dataSync()[0]!,
      gradients: grads.map((gradient) => gradient.dataSync<"float32">()),
    };
  });
}

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) {
  assertEquals(actual.length, expected.length);
  let scale = 1e-3, worst = 0;
  for (let i = 0; i < expected.length; i++) scale = Math.max(scale, Math.abs(expected[i]!));
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  assertLess(worst / scale, tolerance);
}

Deno.test("lstm: gradients equal float64 finite differences", () => {
  const small = sizes.map((size) => ({
    ...size,
    batch: Math.min(size.batch, 9),
    steps: Math.min(size.steps, 5),
    features: Math.min(size.features, 4),
    hiddenSize: Math.min(size.hiddenSize, 5),
  }));
  fc.assert(
    fc.property(small, (size) => {
      const problem = problemOf(size);
      const expected = lossAndNumericGradients(problem);
      const actual = lossAndGradients(lstm, problem);
      assertAlmostEquals(actual.loss, expected.loss, 1e-6 * (10 + problem.outputWeights.length));
      actual.gradients.forEach((gradient, i) =>
        assertClose(gradient, expected.gradients[i]!, 2e-5)
      );
    }),
    { numRuns: 20 },
  );
});

Deno.test("lstm: equals the composition of tfjs operations, gradients included", () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const problem = problemOf(size);
      const fused = lossAndGradients(lstm, problem);
      const composed = lossAndGradients(lstmComposition, problem);
      assertAlmostEquals(fused.loss, composed.loss, 1e-6 * (10 + problem.outputWeights.length));
      fused.gradients.forEach((gradient, i) => assertClose(gradient, composed.gradients[i]!, 1e-5));
    }),
    { numRuns: 40 },
  );
});

Deno.test("lstm: without a gradient the output is the same to the byte", () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const problem = problemOf(size);
      const { batch, steps, features, hiddenSize } = problem;
      tf.tidy(() => {
        const inputs = [
          tf.tensor(problem.input, [batch, steps, features]),
          tf.tensor(problem.kernel, [features, 4 * hiddenSize]),
          tf.tensor(problem.recurrentKernel, [hiddenSize, 4 * hiddenSize]),
          tf.tensor(problem.bias),
        ] as [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
        const options = { ...problem, heldGates: problem.held };
        const inferred = lstm(...inputs, options).dataSync();
        let trained: ArrayLike<number> = [];
        tf.grad((input) => {
          const output = lstm(input as tf.Tensor3D, inputs[1], inputs[2], inputs[3], options);
          trained = output.dataSync();
          return output.sum();
        })(inputs[0]);
        assertEquals(inferred, trained);
      });
    }),
    { numRuns: 30 },
  );
});

Deno.test("lstm: keeps no tensors, and refuses shapes and lengths that do not fit", () => {
  const before = tf.memory().numTensors;
  const problem = problemOf({
    batch: 10,
    steps: 4,
    features: 3,
    hiddenSize: 5,
    seed: 1,
    ragged: true,
    reverse: false,
    returnSequences: true,
    held: {},
  });
  lossAndGradients(lstm, problem);
  assertEquals(tf.memory().numTensors, before);
  tf.tidy(() => {
    const input = tf.zeros([2, 3, 4]) as tf.Tensor3D;
    const kernel = tf.zeros([4, 20]) as tf.Tensor2D;
    const recurrent = tf.zeros([5, 20]) as tf.Tensor2D;
    const bias = tf.zeros([20]) as tf.Tensor1D;
    const run = (options: LstmOptions, k = kernel) => () =>
      lstm(input, k, recurrent, bias, options);
    assertThrows(run({ lengths: [4, 1] }), RangeError, "the length of row 0 is 4, not from 0 to 3");
    assertThrows(run({ lengths: [1] }), RangeError, "there are 1 lengths for a batch of 2 rows");
    assertThrows(
      run({}, tf.zeros([5, 20])),
      RangeError,
      "kernel must have shape [4,20], not [5,20]",
    );
  });
});

Deno.test("lstm: NaN in a row stays in that row, and shows", () => {
  tf.tidy(() => {
    const input = tf.tensor3d([1, 2, NaN, 4], [2, 2, 1]);
    const kernel = tf.ones([1, 8]) as tf.Tensor2D, recurrent = tf.ones([2, 8]) as tf.Tensor2D;
    const output = lstm(input, kernel, recurrent, tf.zeros([8]) as tf.Tensor1D)
      .arraySync() as number[][];
    assertEquals(output[0]!.every(Number.isFinite), true);
    assertEquals(output[1]!.every(Number.isNaN), true);
  });
});
