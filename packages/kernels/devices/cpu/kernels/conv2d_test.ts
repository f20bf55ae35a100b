import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { useDevice } from "../../../mod.ts";
import { assertClose } from "../../../ops/_numeric_gradients.ts";

await useDevice("cpu", { threads: 2 });

/** Runs the same on our backend and on tfjs's; the tensors must agree, and none be left over. */
async function assertAgrees(body: () => tf.Tensor[]): Promise<void> {
  const before = tf.memory().numTensors;
  const run = () =>
    tf.tidy(() => body().map((tensor) => ({ shape: tensor.shape, values: tensor.dataSync() })));
  const ours = run();
  await tf.setBackend("cpu");
  const theirs = run();
  await tf.setBackend("sluice");
  ours.forEach(({ shape, values }, i) => {
    assertEquals(shape, theirs[i]!.shape);
    assertClose(values, theirs[i]!.values, 1e-5);
  });
  assertEquals(tf.memory().numTensors, before);
}

const random = (shape: number[], seed: number) => tf.randomUniform(shape, -1, 1, "float32", seed);
const few = (max: number) => fc.integer({ min: 1, max });

Deno.test("conv2d: agrees with tfjs's for any strides, dilations and padding, with gradients", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        batch: few(4),
        height: few(9),
        width: few(9),
        channels: few(6),
        filters: few(9),
        filterHeight: few(4),
        filterWidth: few(4),
        stride: few(3),
        dilation: few(2),
        pad: fc.constantFrom<"same" | "valid" | number>("same", "valid", 1),
        seed: few(1_000_000),
      }),
      async (c) => {
        const stride = c.dilation > 1 ? 1 : c.stride;
        const window = [c.filterHeight, c.filterWidth].map((size) => (size - 1) * c.dilation + 1);
        fc.pre(c.pad === "same" || c.height >= window[0]! && c.width >= window[1]!);
        // With padding by number, tfjs takes the window's height for its width too.
        fc.pre(typeof c.pad === "string" || c.width + 2 * c.pad >= window[0]!);
        const x = () => random([c.batch, c.height, c.width, c.channels], c.seed) as tf.Tensor4D;
        const filter = () =>
          random([c.filterHeight, c.filterWidth, c.channels, c.filters], c.seed + 1) as tf.Tensor4D;
        const run = (x: tf.Tensor, filter: tf.Tensor) =>
          tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, c.pad, "NHWC", c.dilation);
        await assertAgrees(() => [run(x(), filter())]);
        for (const activation of ["linear", "relu", "sigmoid", "elu"] as const) {
          await assertAgrees(() => [
            tf.fused.conv2d({
              x: x(),
              filter: filter(),
              strides: stride,
              pad: c.pad,
              dilations: c.dilation,
              bias: random([c.filters], 3) as tf.Tensor1D,
              activation,
            }),
          ]);
        }
        if (c.dilation > 1) return; // tfjs has no gradient for these
        await assertAgrees(() =>
          tf.grads((x, filter) => tf.square(run(x, filter)))([x(), filter()])
        );
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("conv2d: patches that do not fit at once are done in parts", () => {
  // 66 MiB of patches; each half fits.
  const shape = [40, 1, 2000, 24];
  const outputAndGradients = (x: tf.Tensor, filter: tf.Tensor) => {
    const run = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same");
    const gradients = tf.grads((x, filter) => tf.square(run(x, filter)))([x, filter]);
    return [run(x, filter), ...gradients].map((tensor) => tensor.dataSync());
  };
  tf.tidy(() => {
    const x = random(shape, 1), filter = random([1, 9, 24, 2], 2);
    const whole = outputAndGradients(x, filter);
    const [first, second] = tf.split(x, 2).map((half) => outputAndGradients(half, filter));
    for (const i of [0, 1]) assertClose(whole[i]!, [...first![i]!, ...second![i]!], 1e-6);
    assertClose(whole[2]!, first![2]!.map((value, i) => value + second![2]![i]!), 1e-4);
  });
});

Deno.test("conv2d: layers for convolutions over time train on it", async () => {
  await assertAgrees(() => {
    const x = random([3, 11, 4], 1), kernel = random([5, 4, 6], 2);
    return tf.grads((x, kernel) =>
      tf.square(tf.conv1d(x as tf.Tensor3D, kernel as tf.Tensor3D, 1, "same"))
    )([x, kernel]);
  });
});

Deno.test("conv2d: channels first and NaN go as in tfjs", async () => {
  const first = () => random([2, 3, 5, 5], 1) as tf.Tensor4D;
  const filter = () => random([2, 2, 3, 4], 2) as tf.Tensor4D;
  await assertAgrees(() => [tf.conv2d(first(), filter(), 1, "valid", "NCHW")]);
  tf.tidy(() => {
    const x = tf.tensor4d([1, NaN, 3, 4], [1, 1, 4, 1]);
    const output = tf.conv2d(x, tf.ones([1, 2, 1, 1]) as tf.Tensor4D, 1, "valid").dataSync();
    assertEquals([...output], [NaN, NaN, 7]);
  });
});
