import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  gru,
  gruComposition,
  lstm,
  lstmComposition,
  type LstmOptions,
  rnn,
  rnnComposition,
  useDevice,
} from "../mod.ts";
import type { Cell } from "./recurrent.ts";
import { GRADIENT_TOLERANCE } from "./_numeric_gradients.ts";
import { lossAndNumericGradients, type RecurrentProblem } from "./_recurrent_float64.ts";

await useDevice("cpu", { threads: 2 });

type Operation = (
  input: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrentKernel: tf.Tensor2D,
  bias: tf.Tensor,
  options?: LstmOptions,
) => tf.Tensor;

const FUSED = { lstm, gru, rnn } as unknown as Record<string, Operation>;
const COMPOSED = {
  lstm: lstmComposition,
  gru: gruComposition,
  rnn: rnnComposition,
} as unknown as Record<string, Operation>;

const sizes = (largest: number) =>
  fc.record({
    cell: fc.constantFrom<Cell>("lstm", "gru", "rnn"),
    batch: fc.integer({ min: 1, max: Math.max(9, largest) }),
    steps: fc.integer({ min: 1, max: Math.min(largest, 12) }),
    features: fc.integer({ min: 1, max: largest }),
    hiddenSize: fc.integer({ min: 1, max: largest }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    ragged: fc.boolean(),
    reverse: fc.boolean(),
    returnSequences: fc.boolean(),
    initial: fc.boolean(),
    masked: fc.boolean(),
    held: fc.constantFrom({}, { forget: 1 }, { input: 0.731 }, { output: 1, input: 1 }),
  });
type Sizes = ReturnType<typeof sizes> extends fc.Arbitrary<infer T> ? T : never;

function problemOf(size: Sizes): RecurrentProblem {
  const { cell, batch, steps, features, hiddenSize, seed } = size;
  const random = (length: number, offset: number) =>
    tf.tidy(() =>
      tf.randomUniform([length], -0.8, 0.8, "float32", seed + offset).dataSync<"float32">().slice()
    );
  const gates = { lstm: 4, gru: 3, rnn: 1 }[cell]!;
  const lengths = random(batch, 9).map((value) =>
    size.ragged ? Math.floor((value + 0.8) / 1.6 * (steps + 1)) : steps
  );
  const state = batch * hiddenSize;
  return {
    ...size,
    cell,
    lengths: Array.from(lengths, (length) => Math.min(steps, length)),
    tensors: [
      batch * steps * features,
      features * gates * hiddenSize,
      hiddenSize * gates * hiddenSize,
      gates * hiddenSize * (cell === "gru" ? 2 : 1),
      ...size.initial ? (cell === "lstm" ? [state, state] : [state]) : [],
    ].map(random),
    mask: size.masked ? random(state, 10).map((value) => value < 0 ? 0 : 1 + value) : undefined,
    outputWeights: random(size.returnSequences ? steps * state : state, 8),
  };
}

/** The problem's tensors with their shapes, and its options. */
function argumentsOf(problem: RecurrentProblem) {
  const { cell, batch, steps, features, hiddenSize, tensors } = problem;
  const columns = tensors[1]!.length / features;
  const shapes = [
    [batch, steps, features],
    [features, columns],
    [hiddenSize, columns],
    cell === "gru" ? [2, columns] : [columns],
    [batch, hiddenSize],
    [batch, hiddenSize],
  ];
  return {
    inputs: tensors.map((values, i) => tf.tensor(values, shapes[i]!)),
    options: {
      lengths: problem.lengths,
      reverse: problem.reverse,
      returnSequences: problem.returnSequences,
      ...problem.mask ? { recurrentMask: tf.tensor2d(problem.mask, [batch, hiddenSize]) } : {},
      ...cell === "lstm" ? { heldGates: problem.held } : {},
    },
  };
}

function call(operation: Operation, inputs: tf.Tensor[], options: LstmOptions): tf.Tensor {
  const [input, kernel, recurrentKernel, bias, initialState, initialCell] = inputs;
  return operation(
    input as tf.Tensor3D,
    kernel as tf.Tensor2D,
    recurrentKernel as tf.Tensor2D,
    bias!,
    {
      ...options,
      ...initialState ? { initialState: initialState as tf.Tensor2D } : {},
      ...initialCell ? { initialCell: initialCell as tf.Tensor2D } : {},
    },
  );
}

/** The sum of outputs times fixed weights, and the gradients of all inputs. */
function lossAndGradients(operations: Record<string, Operation>, problem: RecurrentProblem) {
  return tf.tidy(() => {
    const { inputs, options } = argumentsOf(problem);
    const { value, grads } = tf.valueAndGrads((...inputs: tf.Tensor[]) => {
      const output = call(operations[problem.cell]!, inputs, options);
      return tf.sum(tf.mul(tf.reshape(output, [-1]), tf.tensor1d(problem.outputWeights)));
    })(inputs);
    return {
      loss: value.dataSync()[0]!,
      gradients: grads.map((gradient) => gradient.dataSync<"float32">()),
    };
  });
}

function assertSame(
  problem: RecurrentProblem,
  actual: { loss: number; gradients: ArrayLike<number>[] },
  expected: { loss: number; gradients: ArrayLike<number>[] },
  tolerance: number,
) {
  assertAlmostEquals(actual.loss, expected.loss, 1e-6 * (10 + problem.outputWeights.length));
  assertEquals(actual.gradients.length, expected.gradients.length);
  actual.gradients.forEach((gradient, i) => {
    assertClose(gradient, expected.gradients[i]!, tolerance);
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

Deno.test("recurrent layers: gradients equal float64 finite differences", () => {
  fc.assert(
    fc.property(sizes(5), (size) => {
      const problem = problemOf(size);
      assertSame(
        problem,
        lossAndGradients(FUSED, problem),
        lossAndNumericGradients(problem),
        GRADIENT_TOLERANCE,
      );
    }),
    { numRuns: 40 },
  );
});

Deno.test("recurrent layers: equal their composition of tfjs operations, gradients included", () => {
  fc.assert(
    fc.property(sizes(21), (size) => {
      const problem = problemOf(size);
      const composed = lossAndGradients(COMPOSED, problem);
      assertSame(problem, lossAndGradients(FUSED, problem), composed, GRADIENT_TOLERANCE);
    }),
    { numRuns: 60 },
  );
});

Deno.test("recurrent layers: equal their composition where threads take several slices at a time", () => {
  for (const [cell, hiddenSize] of [["lstm", 130], ["gru", 140], ["rnn", 270]] as const) {
    for (const returnSequences of [false, true]) {
      const sizes = {
        cell,
        hiddenSize,
        returnSequences,
        batch: 77,
        steps: 5,
        features: 8,
        seed: 3,
      };
      const flags = {
        ragged: true,
        reverse: returnSequences,
        initial: true,
        masked: true,
        held: {},
      };
      const problem = problemOf({ ...sizes, ...flags });
      const composed = lossAndGradients(COMPOSED, problem);
      assertSame(problem, lossAndGradients(FUSED, problem), composed, GRADIENT_TOLERANCE);
    }
  }
});

Deno.test("recurrent layers: the same bytes with products of either width", async () => {
  await fc.assert(
    fc.asyncProperty(sizes(21), async (size) => {
      const problem = problemOf(size);
      await useDevice("cpu", { threads: 1, vectorBits: 128 });
      const narrow = lossAndGradients(FUSED, problem);
      await useDevice("cpu", { threads: 1, vectorBits: 256 });
      assertEquals(lossAndGradients(FUSED, problem), narrow);
    }),
    { numRuns: 40 },
  );
  await useDevice("cpu", { threads: 2 });
});

Deno.test("recurrent layers: without a gradient the output is the same to the byte", () => {
  fc.assert(
    fc.property(sizes(19), (size) => {
      const problem = problemOf(size);
      const operation = FUSED[problem.cell]!;
      tf.tidy(() => {
        const { inputs, options } = argumentsOf(problem);
        const inferred = call(operation, inputs, options).dataSync();
        let trained: ArrayLike<number> = [];
        tf.grad((input) => {
          const output = call(operation, [input, ...inputs.slice(1)], options);
          trained = output.dataSync();
          return tf.sum(output);
        })(inputs[0]!);
        assertEquals(inferred, trained);
      });
    }),
    { numRuns: 40 },
  );
});

Deno.test("recurrent layers: keep no tensors", () => {
  for (const cell of ["lstm", "gru", "rnn"] as const) {
    const before = tf.memory().numTensors;
    const problem = problemOf({
      cell,
      batch: 10,
      steps: 4,
      features: 3,
      hiddenSize: 5,
      seed: 1,
      ragged: true,
      reverse: false,
      returnSequences: true,
      initial: true,
      masked: true,
      held: {},
    });
    lossAndGradients(FUSED, problem);
    assertEquals(tf.memory().numTensors, before);
  }
});

Deno.test("recurrent layers: refuse shapes and lengths that do not fit", () => {
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
    assertThrows(
      run({ heldGates: { input: 1, forget: 0.5 } }),
      RangeError,
      "must be held at the same value",
    );
    assertThrows(
      run({ recurrentMask: tf.ones([2, 4]) }),
      RangeError,
      "recurrentMask must have shape [2,5], not [2,4]",
    );
    assertThrows(
      () => gru(input, tf.zeros([4, 15]), tf.zeros([5, 15]), tf.zeros([1, 15])),
      RangeError,
      "bias must have shape [2,15], not [1,15]",
    );
  });
});

Deno.test("recurrent layers: NaN in a row stays in that row, and shows", () => {
  tf.tidy(() => {
    const input = tf.tensor3d([1, 2, NaN, 4], [2, 2, 1]);
    const outputs = [
      lstm(input, tf.ones([1, 8]), tf.ones([2, 8]), tf.zeros([8])),
      gru(input, tf.ones([1, 6]), tf.ones([2, 6]), tf.zeros([2, 6])),
      rnn(input, tf.ones([1, 2]), tf.ones([2, 2]), tf.zeros([2])),
    ];
    for (const output of outputs) {
      const [first, second] = output.arraySync() as number[][];
      assertEquals(first!.every(Number.isFinite), true);
      assertEquals(second!.every(Number.isNaN), true);
    }
  });
});

Deno.test("recurrent layers: gradients that vanish over time become zero, never denormal", () => {
  const [steps, features, hiddenSize] = [400, 3, 8];
  const smallestNormal = 2 ** -126;
  const weights = (shape: number[], seed: number) =>
    tf.randomUniform(shape, -0.2, 0.2, "float32", seed);
  for (const [cell, gates] of [["lstm", 4], ["gru", 3], ["rnn", 1]] as const) {
    const gradients = tf.tidy(() => {
      const inputs = weights([5, steps, features], 1) as tf.Tensor3D;
      const kernel = weights([features, gates * hiddenSize], 2) as tf.Tensor2D;
      const recurrentKernel = weights([hiddenSize, gates * hiddenSize], 3) as tf.Tensor2D;
      const bias = tf.zeros(cell === "gru" ? [2, gates * hiddenSize] : [gates * hiddenSize]);
      return tf.grad((x) =>
        tf.sum(FUSED[cell]!(x as tf.Tensor3D, kernel, recurrentKernel, bias)) as tf.Scalar
      )(inputs).dataSync();
    });
    const first = gradients.subarray(0, features),
      last = gradients.subarray((steps - 1) * features);
    assertEquals(Array.from(first), new Array(features).fill(0), `${cell}: the first step`);
    assertEquals(last.subarray(0, features).every((g) => g !== 0), true, `${cell}: the last step`);
    const denormal = gradients.filter((g) => g !== 0 && Math.abs(g) < smallestNormal);
    assertEquals(Array.from(denormal), [], cell);
  }
});

Deno.test("recurrent layers: NaN and infinity pass back through the gradient", () => {
  for (const value of [NaN, Infinity]) {
    const gradients = tf.tidy(() =>
      tf.grad((x) =>
        tf.sum(
          tf.mul(rnn(x as tf.Tensor3D, tf.ones([1, 1]), tf.ones([1, 1]), tf.zeros([1])), value),
        ) as tf.Scalar
      )(tf.zeros([1, 2, 1])).dataSync()
    );
    assertEquals(Array.from(gradients), [value, value]);
  }
});
