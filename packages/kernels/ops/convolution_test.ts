import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  conv1dRelu,
  conv1dReluMax,
  type ConvolutionOptions,
  convolutionStackMax,
  useDevice,
} from "../mod.ts";
import { convolutionComposition } from "./convolution_composition.ts";
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
  channels: number;
  layers: { width: number; filters: number }[];
  padding: "same" | "valid";
  pool: boolean;
  ragged: boolean;
  seed: number;
}

function problems(limits: { batch: number; steps: number; size: number }): fc.Arbitrary<Problem> {
  const size = fc.integer({ min: 1, max: limits.size });
  return fc.record({
    batch: fc.integer({ min: 1, max: limits.batch }),
    steps: fc.integer({ min: 1, max: limits.steps }),
    channels: size,
    layers: fc.array(fc.record({ width: fc.integer({ min: 1, max: 7 }), filters: size }), {
      minLength: 1,
      maxLength: 3,
    }),
    padding: fc.constantFrom("same", "valid"),
    pool: fc.boolean(),
    ragged: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  });
}

/** Input, then all kernels, then all biases. */
function inputsOf({ batch, steps, channels, layers, seed }: Problem) {
  const random = (shape: number[], offset: number) => ({
    shape,
    values: randomValues(shape.reduce((a, b) => a * b, 1), seed + offset, 0.8),
  });
  const sizes = [channels, ...layers.map(({ filters }) => filters)];
  return [
    random([batch, steps, channels], 1),
    ...layers.map(({ width, filters }, i) => random([width, sizes[i]!, filters], 10 + i)),
    ...layers.map(({ filters }, i) => random([filters], 20 + i)),
  ];
}

function lengthsOf({ batch, steps, ragged, seed }: Problem): number[] {
  return ragged ? randomLengths(batch, steps, seed + 30) : new Array(batch).fill(steps);
}

/** The stack by one of the operations; a sequence of several layers calls the single one in turn. */
function fused(problem: Problem, options: ConvolutionOptions) {
  return (...tensors: tf.Tensor[]): tf.Tensor => {
    const [input, layers] = unpack(problem, tensors);
    if (problem.pool) return convolutionStackMax(input, layers, options);
    let x = input, lengths = Array.from(options.lengths as ArrayLike<number>);
    for (const { kernel, bias } of layers) {
      x = conv1dRelu(x, kernel, bias, { ...options, lengths });
      if (options.padding === "valid") {
        lengths = lengths.map((length) => Math.max(0, length - kernel.shape[0] + 1));
      }
    }
    return x;
  };
}

function unpack(problem: Problem, tensors: tf.Tensor[]) {
  const count = problem.layers.length;
  const layers = problem.layers.map((_, i) => ({
    kernel: tensors[1 + i] as tf.Tensor3D,
    bias: tensors[1 + count + i] as tf.Tensor1D,
  }));
  return [tensors[0] as tf.Tensor3D, layers] as const;
}

const weights = (size: number) => randomValues(size, 7);

Deno.test("convolution: equals the composition of tfjs operations, gradients included", () => {
  fc.assert(
    fc.property(problems({ batch: 11, steps: 29, size: 19 }), (problem) => {
      const inputs = inputsOf(problem), lengths = lengthsOf(problem), { padding } = problem;
      const actual = outputAndGradients(fused(problem, { padding, lengths }), inputs, weights);
      const expected = outputAndGradients(
        (...tensors) => {
          const [input, layers] = unpack(problem, tensors);
          return convolutionComposition(input, layers, problem.pool, {
            padding,
            lengths: Int32Array.from(lengths),
          });
        },
        inputs,
        weights,
      );
      assertEquals(actual.shape, expected.shape);
      assertClose(actual.output, expected.output, 1e-5);
      actual.gradients.forEach((gradient, i) =>
        assertClose(gradient, expected.gradients[i]!, GRADIENT_TOLERANCE)
      );
    }),
    { numRuns: 60 },
  );
});

/** The definition in float64. */
function lossOf(problem: Problem, lengths: number[], inputs: Float64Array[]): number {
  const count = problem.layers.length;
  let x = inputs[0]!, { steps, channels } = problem, ends = lengths, loss = 0;
  problem.layers.forEach(({ width, filters }, index) => {
    const kernel = inputs[1 + index]!, bias = inputs[1 + count + index]!;
    const same = problem.padding === "same", lost = same ? 0 : width - 1;
    const left = same ? Math.floor((width - 1) / 2) : 0;
    const before = ends, outputSteps = Math.max(0, steps - lost);
    ends = ends.map((length) => Math.max(0, length - lost));
    const output = new Float64Array(problem.batch * outputSteps * filters);
    for (let row = 0; row < problem.batch; row++) {
      for (let step = 0; step < ends[row]!; step++) {
        for (let filter = 0; filter < filters; filter++) {
          let sum = bias[filter]!;
          for (let tap = 0; tap < width; tap++) {
            const from = step + tap - left;
            if (from < 0 || from >= before[row]!) continue;
            for (let c = 0; c < channels; c++) {
              sum += x[(row * steps + from) * channels + c]! *
                kernel[(tap * channels + c) * filters + filter]!;
            }
          }
          output[(row * outputSteps + step) * filters + filter] = Math.max(0, sum);
        }
      }
    }
    [x, steps, channels] = [output, outputSteps, filters];
  });
  const size = problem.pool ? problem.batch * channels : x.length;
  const factors = weights(size);
  if (!problem.pool) x.forEach((value, i) => loss += value * factors[i]!);
  else {
    factors.forEach((factor, i) => {
      const row = Math.floor(i / channels), filter = i % channels;
      let most = 0;
      for (let step = 0; step < steps; step++) {
        most = Math.max(most, x[(row * steps + step) * channels + filter]!);
      }
      loss += factor * most;
    });
  }
  return loss;
}

Deno.test("convolution: gradients equal float64 finite differences", () => {
  fc.assert(
    fc.property(problems({ batch: 3, steps: 6, size: 5 }), (problem) => {
      const inputs = inputsOf(problem), lengths = lengthsOf(problem), { padding } = problem;
      const actual = outputAndGradients(fused(problem, { padding, lengths }), inputs, weights);
      const loss = (values: Float64Array[]) => lossOf(problem, lengths, values);
      const expected = numericGradients(loss, inputs.map(({ values }) => values));
      actual.gradients.forEach((gradient, i) =>
        assertClose(gradient, expected[i]!, GRADIENT_TOLERANCE)
      );
    }),
    { numRuns: 30, seed: 1 },
  );
});

Deno.test("convolution: many steps take several blocks, and inference gives the same bytes", () => {
  const problem: Problem = {
    batch: 3,
    steps: 300,
    channels: 6,
    layers: [{ width: 5, filters: 9 }, { width: 4, filters: 7 }],
    padding: "same",
    pool: false,
    ragged: false,
    seed: 3,
  };
  for (const pool of [false, true]) {
    const inputs = inputsOf(problem), lengths = [300, 131, 0];
    const run = fused({ ...problem, pool }, { lengths });
    const actual = outputAndGradients(run, inputs, weights);
    const inferred = tf.tidy(() =>
      run(...inputs.map(({ values, shape }) => tf.tensor(values, shape))).dataSync()
    );
    assertEquals(inferred, actual.output);
    const expected = outputAndGradients(
      (...tensors) => {
        const [input, layers] = unpack(problem, tensors);
        return convolutionComposition(input, layers, pool, {
          padding: "same",
          lengths: Int32Array.from(lengths),
        });
      },
      inputs,
      weights,
    );
    actual.gradients.forEach((gradient, i) =>
      assertClose(gradient, expected.gradients[i]!, GRADIENT_TOLERANCE)
    );
  }
});

Deno.test("convolution: three to six taps of many channels take the fast way, as exact to 5e-6", () => {
  for (const width of [3, 4, 5, 6]) {
    for (const padding of ["same", "valid"] as const) {
      const problem: Problem = {
        batch: 3,
        steps: 61,
        channels: 13 + width,
        layers: [{ width, filters: 21 - width }],
        padding,
        pool: false,
        ragged: false,
        seed: width,
      };
      const inputs = inputsOf(problem), lengths = [61, 33, 4];
      const run = fused(problem, { lengths, padding });
      const { output } = tf.tidy(() => outputAndGradients(run, inputs, weights));
      const expected = tf.tidy(() => {
        const [input, layers] = unpack(
          problem,
          inputs.map(({ values, shape }) => tf.tensor(values, shape)),
        );
        const options = { padding, lengths: Int32Array.from(lengths) };
        return convolutionComposition(input, layers, false, options).dataSync();
      });
      assertClose(output, expected, 5e-6);
    }
  }
});

Deno.test("convolution: NaN and infinity keep to their windows where others take the fast way", () => {
  tf.tidy(() => {
    const shape: [number, number, number] = [3, 20, 16];
    const values = randomValues(3 * 20 * 16, 1);
    const clean = conv(tf.tensor3d(values, shape));
    values[(0 * 20 + 10) * 16 + 3] = NaN;
    values[(1 * 20 + 4) * 16 + 5] = Infinity;
    const output = conv(tf.tensor3d(values, shape));
    for (let row = 0; row < 3; row++) {
      for (let step = 0; step < 20; step++) {
        const actual = output[row]![step]!, bad = [[8, 12], [2, 6], [99, 0]][row]!;
        if (step < bad[0]! || step > bad[1]!) assertClose(actual, clean[row]![step]!, 1e-5);
        else assertEquals(actual.every((value) => Number.isNaN(value)), row === 0);
      }
    }
  });
});

Deno.test("convolution: a weight of infinity, or too large for the fast way, keeps to its filter", () => {
  tf.tidy(() => {
    const input = tf.tensor3d(randomValues(2 * 20 * 16, 1), [2, 20, 16]);
    const clean = conv(input);
    for (const weight of [Infinity, 1e30]) {
      const output = conv(input, { [MIDDLE_TAP_OF_FILTER_3]: weight });
      for (let row = 0; row < 2; row++) {
        for (let step = 0; step < 20; step++) {
          const actual = output[row]![step]!, huge = actual[3]!;
          assertClose(actual.toSpliced(3, 1), clean[row]![step]!.toSpliced(3, 1), 1e-5);
          assert(huge === 0 || huge > 1e25, `${huge} from a weight of ${weight}`);
        }
      }
    }
  });
});

const MIDDLE_TAP_OF_FILTER_3 = 2 * 16 * 8 + 3;

/** `others` replaces values of the kernel. */
function conv(input: tf.Tensor3D, others: Record<number, number> = {}): number[][][] {
  const values = Object.assign(randomValues(5 * 16 * 8, 2), others);
  const kernel = tf.tensor3d(values, [5, 16, 8]);
  return conv1dRelu(input, kernel, tf.ones([8]) as tf.Tensor1D).arraySync();
}

Deno.test("convolution: what comes after a row's end never matters", () => {
  tf.tidy(() => {
    const kernel = tf.randomUniform([5, 3, 6], -1, 1, "float32", 1) as tf.Tensor3D;
    const bias = tf.ones([6]) as tf.Tensor1D;
    const short = tf.randomUniform([1, 9, 3], -1, 1, "float32", 2) as tf.Tensor3D;
    const padded = tf.concat([short, tf.fill([1, 7, 3], NaN)], 1) as tf.Tensor3D;
    const expected = conv1dRelu(short, kernel, bias);
    const output = conv1dRelu(padded, kernel, bias, { lengths: [9] });
    assertEquals(tf.slice(output, [0, 0, 0], [1, 9, 6]).dataSync(), expected.dataSync());
    assertEquals(tf.slice(output, [0, 9, 0], [1, 7, 6]).dataSync(), new Float32Array(42));
    const most = conv1dReluMax(padded, kernel, bias, { lengths: [9] });
    assertEquals(most.dataSync(), tf.max(expected, 1).dataSync());
  });
});

Deno.test("convolution: of equal maxima the first wins; zeros and empty rows have no gradient", () => {
  tf.tidy(() => {
    const input = tf.tensor3d([[[1], [3], [3], [0]], [[-1], [-2], [-3], [0]], [[5], [5], [5], [
      5,
    ]]]);
    const kernel = tf.ones([1, 1, 1]) as tf.Tensor3D, bias = tf.zeros([1]) as tf.Tensor1D;
    const lengths = [4, 4, 0];
    const operation = (x: tf.Tensor) => conv1dReluMax(x as tf.Tensor3D, kernel, bias, { lengths });
    assertEquals([...operation(input).dataSync()], [3, 0, 0]);
    assertEquals([...tf.grad(operation)(input).dataSync()], [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

Deno.test("convolution: NaN and infinity in a row stay in that row, and show", () => {
  tf.tidy(() => {
    const input = tf.tensor3d([1, NaN, 3, 1, 2, 3, 1, Infinity, 3], [3, 3, 1]);
    const kernel = tf.ones([1, 1, 5]) as tf.Tensor3D, bias = tf.zeros([5]) as tf.Tensor1D;
    assertEquals(conv1dReluMax(input, kernel, bias).arraySync().map((row) => row[4]), [
      NaN,
      3,
      Infinity,
    ]);
    const sequence = conv1dRelu(input, kernel, bias).arraySync();
    assertEquals(sequence.map((row) => row.map((step) => step[0])), [
      [1, NaN, 3],
      [1, 2, 3],
      [1, Infinity, 3],
    ]);
  });
});

Deno.test("convolution: keeps no tensors, and refuses what does not fit", () => {
  const input = tf.zeros([2, 4, 3]) as tf.Tensor3D;
  const kernel = tf.ones([3, 3, 5]) as tf.Tensor3D, bias = tf.zeros([5]) as tf.Tensor1D;
  const before = tf.memory().numTensors;
  for (const operation of [conv1dRelu, conv1dReluMax]) {
    tf.dispose(operation(input, kernel, bias));
    tf.dispose(
      tf.grads((x, k, b) => operation(x as tf.Tensor3D, k as tf.Tensor3D, b as tf.Tensor1D))([
        input,
        kernel,
        bias,
      ]),
    );
  }
  assertEquals(tf.memory().numTensors, before);
  const refuses = (message: string, ...parameters: Parameters<typeof conv1dRelu>) =>
    assertThrows(() => conv1dRelu(...parameters), RangeError, message);
  const lengths = [5, 1];
  refuses("the length of row 0 is 5, not from 0 to 4", input, kernel, bias, { lengths });
  refuses("there are 1 lengths for a batch of 2 rows", input, kernel, bias, { lengths: [1] });
  refuses("bias must have shape [5], not [4]", input, kernel, tf.zeros([4]));
  refuses(
    "kernel must have shape [width, 3, filters], not [3,2,5]",
    input,
    tf.ones([3, 2, 5]),
    bias,
  );
  tf.dispose([input, kernel, bias]);
});

Deno.test("convolution: empty batches and rows shorter than the window", () => {
  tf.tidy(() => {
    const kernel = tf.ones([5, 2, 3]) as tf.Tensor3D, bias = tf.ones([3]) as tf.Tensor1D;
    const none = tf.zeros([0, 4, 2]) as tf.Tensor3D, short = tf.ones([2, 4, 2]) as tf.Tensor3D;
    const valid = { padding: "valid" } as const;
    assertEquals(conv1dRelu(none, kernel, bias).shape, [0, 4, 3]);
    assertEquals(conv1dReluMax(none, kernel, bias).shape, [0, 3]);
    assertEquals(conv1dRelu(short, kernel, bias, valid).shape, [2, 0, 3]);
    assertEquals([...conv1dReluMax(short, kernel, bias, valid).dataSync()], [0, 0, 0, 0, 0, 0]);
    const gradient = tf.grad((x) => conv1dReluMax(x as tf.Tensor3D, kernel, bias, valid))(short);
    assertEquals(gradient.dataSync(), new Float32Array(16));
    const ofNone = tf.grads((x, k) => conv1dReluMax(x as tf.Tensor3D, k as tf.Tensor3D, bias))([
      none,
      kernel,
    ]);
    assertEquals(ofNone[1]!.dataSync(), new Float32Array(30));
  });
});
