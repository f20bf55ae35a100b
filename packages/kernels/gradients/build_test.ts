import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import "../mod.ts";
import { formatted, gradientsSource } from "./build.ts";

Deno.test("gradients/tfjs_gradients.js is what its sources give", async () => {
  const committed = await Deno.readTextFile(new URL("./tfjs_gradients.js", import.meta.url));
  assertEquals(
    committed,
    await formatted(await gradientsSource()),
    "run: deno run -A packages/kernels/gradients/build.ts",
  );
});

Deno.test("gradients: every operation that has a gradient in TensorFlow.js has it here", () => {
  const names: string[] = Object.values(tf).filter((value) => typeof value === "string");
  const found = names.filter((name) => tf.getGradient(name) !== undefined);
  assertEquals(found.length, 101);
  for (const name of ["Add", "Multiply", "RealDiv", "Conv2D", "MaxPool", "SplitV", "LRN"]) {
    assert(found.includes(name), name);
  }
});

Deno.test("gradients: of operations that lean on inner ones", async () => {
  await tf.setBackend("cpu");
  const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
  const operations = [
    (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 2, 1, "valid"),
    (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, 2, 1, "valid"),
    (x: tf.Tensor) =>
      tf.depthwiseConv2d(x as tf.Tensor4D, tf.ones([2, 2, 1, 1]) as tf.Tensor4D, 1, "valid"),
    (x: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, tf.ones([2, 2, 1, 1]) as tf.Tensor4D, 1, "valid"),
  ];
  const gradients = operations.map((operation) => [...tf.grad(operation)(x).dataSync()]);
  assertEquals(gradients, [[0, 0, 0, 1], [0.25, 0.25, 0.25, 0.25], [1, 1, 1, 1], [1, 1, 1, 1]]);
});
