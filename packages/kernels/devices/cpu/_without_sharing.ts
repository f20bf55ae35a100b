/**
 * A process for without_sharing_test.ts: deletes SharedArrayBuffer where told to, trains some steps, and
 * prints what it had and got as JSON.
 *
 * @module
 */
if (Deno.args.includes("--delete")) {
  // deno-lint-ignore no-explicit-any
  delete (globalThis as any).SharedArrayBuffer;
}
const tf = await import("@tensorflow/tfjs-core");
const kernels = await import("../../mod.ts");
type Tensor = import("@tensorflow/tfjs-core").Tensor;

const threads = Number(Deno.args[0]);
const info = await kernels.useDevice("cpu", { threads });
const seeded = (shape: number[], seed: number) =>
  tf.variable(tf.randomUniform(shape, -0.3, 0.3, "float32", seed));
const variables = [
  ...[seeded([3000, 11], 1), seeded([11, 52], 2), seeded([13, 52], 3), seeded([52], 4)],
  ...[seeded([5, 11, 9], 5), seeded([9], 6), seeded([13 + 9 + 11, 1], 7)],
];
// deno-lint-ignore no-explicit-any
const [table, kernel, recurrentKernel, bias, filter, filterBias, dense] = variables as any[];
const adam = new kernels.Adam({ learningRate: 0.01 });
const losses: number[] = [];
for (let step = 1; step <= 6; step++) {
  // The memory grows from step to step, under tensors that lie in it.
  const batch = 12 * step, time = 9 * step;
  tf.tidy(() => {
    const ids = tf.cast(tf.randomUniform([batch, time], 0, 2999.9, "float32", step), "int32");
    const lengths = tf.cast(tf.randomUniform([batch], 0, time + 0.9, "float32", step), "int32")
      .dataSync();
    const labels = tf.reshape(tf.mod(tf.range(0, batch), 2), [batch, 1]);
    const { value, grads } = tf.variableGrads(() => {
      // deno-lint-ignore no-explicit-any
      const embedded = kernels.dropout(kernels.embedding(ids, table), 0.2, 1, step) as any;
      const features = [
        kernels.lstm(embedded, kernel, recurrentKernel, bias, { lengths }),
        kernels.conv1dReluMax(embedded, filter, filterBias, { lengths }),
        kernels.pool(embedded, "mean", lengths),
      ] as Tensor[];
      // deno-lint-ignore no-explicit-any
      const logits = tf.matMul(tf.concat(features, 1) as any, dense);
      // deno-lint-ignore no-explicit-any
      return tf.losses.sigmoidCrossEntropy(labels, logits) as any;
    }, variables);
    const gradients = variables.map((variable) => grads[variable.name]!);
    adam.step(variables, kernels.clipByGlobalNorm(gradients, 0.5).clipped);
    losses.push(value.dataSync()[0]!);
  });
}
// Asked again, it goes on with the tensors that it has.
const again = await kernels.useDevice("cpu", { threads });
const weights = tf.concat(variables.map((variable) => tf.reshape(variable, [-1]))).dataSync();
const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(weights.slice().buffer));
console.log(JSON.stringify({
  info,
  again,
  sharing: "SharedArrayBuffer" in globalThis,
  losses,
  weights: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
}));
