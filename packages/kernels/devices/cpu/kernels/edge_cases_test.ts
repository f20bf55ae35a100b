import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { useDevice } from "../../../mod.ts";

await useDevice("cpu", { threads: 2 });

/** What a case gives: tensors, or nothing where it throws. */
type Outcome = { shape: number[]; dtype: string; values: number[] }[] | undefined;

function outcome(body: () => tf.Tensor | tf.Tensor[]): Outcome {
  try {
    return tf.tidy(() =>
      [body()].flat().map((tensor) => ({
        shape: tensor.shape,
        dtype: tensor.dtype as string,
        values: Array.from(tensor.dataSync()),
      }))
    );
  } catch {
    return undefined;
  }
}

/** The same but for what rounding does to sums in another order. */
function assertSame(ours: Outcome, theirs: Outcome): void {
  const shapes = (outcome: Outcome) => outcome?.map(({ shape, dtype }) => ({ shape, dtype }));
  assertEquals(shapes(ours), shapes(theirs));
  ours?.forEach(({ values }, i) => {
    const expected = theirs![i]!.values;
    assertEquals(values.length, expected.length);
    const close = values.every((value, j) =>
      Object.is(value, expected[j]) || value === expected[j] ||
      Math.abs(value - expected[j]!) <= 1e-5 * Math.max(1, Math.abs(expected[j]!))
    );
    if (!close) assertEquals(values, expected);
  });
}

const random = (...shape: number[]) => tf.randomUniform(shape, -2, 2, "float32", 1 + shape.length);
const ids = (...values: number[]) => tf.tensor1d(values, "int32");
const wild = (...shape: number[]) => {
  const special = [NaN, 1, -Infinity, 0, Infinity, 3e38, -0, 1e-40];
  const size = shape.reduce((product, size) => product * size, 1);
  return tf.tensor(Array.from({ length: size }, (_, i) => special[i % special.length]!), shape);
};
const rows = (...values: number[][]) => tf.tensor2d(values);
const { Infinity: infinity, NaN: nan } = globalThis;
// deno-lint-ignore no-explicit-any
const gradients = (f: (...inputs: any[]) => tf.Tensor, ...inputs: tf.Tensor[]) =>
  tf.grads((...inputs) => tf.square(f(...inputs)))(inputs);

/** What no random input of the other tests is likely to meet. */
const CASES: Record<string, () => tf.Tensor | tf.Tensor[]> = {
  "softmax of rows of NaN and infinities": () =>
    tf.softmax(rows([nan, 1, 2], [-infinity, 1, 2], [infinity, 1, 2], [3e38, -3e38, 0])),
  "softmax of rows of infinities alone": () =>
    tf.softmax(rows([-infinity, -infinity], [infinity, infinity], [infinity, -infinity])),
  "softmax of integers": () => tf.softmax(tf.tensor2d([[1, 2], [3, 5]], [2, 2], "int32")),
  "softmax of nothing": () => tf.softmax(tf.zeros([0, 3])),
  "softmax of rows without columns": () => tf.softmax(tf.zeros([3, 0])),
  "softmax of single columns": () => tf.softmax(random(5, 1)),
  "softmax along another axis": () => tf.softmax(random(3, 4), 0),
  "softmax of a wide row": () => tf.softmax(random(2, 5000)),
  "log softmax": () => tf.logSoftmax(random(3, 7)),

  "sum over nothing":
    () => [tf.sum(tf.zeros([0])), tf.sum(tf.zeros([3, 0]), 1), tf.sum(tf.zeros([0, 3]), 1)],
  "mean over nothing":
    () => [tf.mean(tf.zeros([0])), tf.mean(tf.zeros([3, 0]), 1), tf.mean(tf.zeros([0, 3]), 1)],
  "max over nothing":
    () => [tf.max(tf.zeros([0])), tf.max(tf.zeros([3, 0]), 1), tf.max(tf.zeros([0, 3]), 1)],
  "reductions of a scalar":
    () => [tf.sum(tf.scalar(3)), tf.mean(tf.scalar(3)), tf.max(tf.scalar(3))],
  "reductions along negative axes": () => [
    tf.sum(random(2, 3, 4), [-1, -2]),
    tf.max(random(2, 3, 4), -3),
    tf.mean(random(2, 3, 4), -2),
  ],
  "reductions along axes apart": () => [
    tf.sum(random(2, 3, 4), [0, 2]),
    tf.max(random(2, 3, 4), [2, 0]),
    tf.mean(random(2, 3, 4), [0, 2], true),
  ],
  "reductions of NaN and infinities": () => [
    tf.sum(wild(3, 8), 1),
    tf.mean(wild(3, 8), 0),
    tf.max(wild(3, 8), 1),
    tf.max(wild(3, 8), 0),
  ],
  "max of NaN at each place": () =>
    tf.max(
      rows([nan, 1, 2], [1, nan, 2], [1, 2, nan], [nan, nan, nan], [-infinity, -infinity, nan]),
      1,
    ),
  "max of infinities": () => tf.max(rows([-infinity, -infinity], [infinity, 1]), 1),
  "reductions of integers":
    () => [tf.sum(ids(3, -4, 5)), tf.mean(ids(3, -4, 5)), tf.max(ids(3, -4, 5))],
  "reductions of booleans":
    () => [tf.sum(tf.tensor1d([true, true], "bool")), tf.mean(tf.tensor1d([true, false], "bool"))],
  "gradient of a maximum that several reach": () =>
    gradients((x) => tf.max(x, 1), rows([2, 2, 1], [0, 0, 0])),
  "gradient of a mean along two axes": () => gradients((x) => tf.mean(x, [1, 2]), random(3, 4, 5)),

  "gather by ids out of range": () => tf.gather(random(3, 2), ids(0, 3)),
  "gather by negative ids": () => tf.gather(random(3, 2), ids(-1, 1)),
  "gather of nothing":
    () => [tf.gather(random(3, 2), tf.zeros([0], "int32")), tf.gather(tf.zeros([3, 0]), ids(1, 2))],
  "gather by a matrix of ids": () =>
    tf.gather(random(5, 2), tf.tensor2d([[4, 0], [1, 1]], [2, 2], "int32")),
  "gather by one id": () => tf.gather(random(5, 2), tf.scalar(3, "int32")),
  "gather along a later axis":
    () => [tf.gather(random(2, 5), ids(4, 0), 1), tf.gather(random(2, 5), ids(4, 0), -1)],
  "gather along negative axes of rank 1": () => tf.gather(random(5), ids(4, 0), -1),
  "gather in batches": () =>
    tf.gather(random(2, 5, 3), tf.tensor2d([[4, 0], [1, 1]], [2, 2], "int32"), 1, 1),
  "gather of integers and booleans": () => [
    tf.gather(ids(3, 4, 5), ids(2, 0)),
    tf.gather(tf.tensor1d([true, false], "bool"), ids(1, 0)),
  ],
  "gather of strings": () =>
    tf.equal(
      tf.scalar(1),
      tf.scalar(tf.gather(tf.tensor1d(["a", "b"]), ids(1)).dataSync<"string">()[0] === "b" ? 1 : 0),
    ),
  "gather of NaN": () => tf.gather(wild(8, 2), ids(0, 2, 3)),
  "gradient of gather by ids that repeat": () =>
    gradients((x) => tf.gather(x, ids(2, 2, 0, 2)), random(4, 3)),
  "gradient of gather along a later axis": () =>
    gradients((x) => tf.gather(x, ids(2, 2, 0), 1), random(4, 3)),

  "segment sum by ids out of range": () =>
    tf.unsortedSegmentSum(random(4, 2), ids(0, 7, -1, 2) as tf.Tensor1D, 3),
  "segment sum of nothing": () =>
    tf.unsortedSegmentSum(tf.zeros([0, 2]), tf.zeros([0], "int32") as tf.Tensor1D, 3),
  "segment sum into nothing": () =>
    tf.unsortedSegmentSum(random(2, 2), ids(0, 0) as tf.Tensor1D, 0),
  "segment sum with empty segments": () =>
    tf.unsortedSegmentSum(random(2, 3), ids(4, 1) as tf.Tensor1D, 6),
  "segment sum of numbers": () =>
    tf.unsortedSegmentSum(random(4), ids(1, 0, 1, 1) as tf.Tensor1D, 2),
  "segment sum of integers": () =>
    tf.unsortedSegmentSum(ids(1, 2, 3), ids(1, 0, 1) as tf.Tensor1D, 2),
  "gradient of a segment sum": () =>
    gradients((x) => tf.unsortedSegmentSum(x, ids(1, 0, 1, -1) as tf.Tensor1D, 3), random(4, 2)),

  "transpose of nothing":
    () => [tf.transpose(tf.zeros([0, 3])), tf.transpose(tf.zeros([2, 0, 3]), [2, 0, 1])],
  "transpose of rank 0 and 1": () => [tf.transpose(tf.scalar(3)), tf.transpose(random(4))],
  "transpose of integers and booleans": () => [
    tf.transpose(tf.tensor2d([[1, 2], [3, 4]], [2, 2], "int32")),
    tf.transpose(tf.tensor2d([[1, 0]], [1, 2], "bool")),
  ],
  "transpose of rank 5": () => tf.transpose(random(2, 3, 2, 3, 2), [4, 1, 0, 3, 2]),
  "transpose of NaN and infinities": () => tf.transpose(wild(3, 8)),
  "gradient of a transpose": () => gradients((x) => tf.transpose(x, [2, 0, 1]), random(2, 3, 4)),

  "cast down": () => [
    tf.cast(rows([1.7, -1.7], [0, 2.5]), "int32"),
    tf.cast(rows([1.7, 0], [nan, -0]), "bool"),
    tf.cast(ids(0, 3), "bool"),
  ],
  "cast of NaN and infinities to integers": () => tf.cast(wild(8), "int32"),
  "cast of nothing": () => [
    tf.cast(tf.zeros([0, 2]), "int32"),
    tf.cast(tf.zeros([0, 2], "int32"), "float32"),
    tf.cast(tf.zeros([0], "bool"), "int32"),
  ],
  "cast to the same": () => [tf.cast(random(3), "float32"), tf.cast(ids(1, 2), "int32")],
  "cast to complex": () => tf.real(tf.cast(random(3), "complex64")),
  "cast to text": () => tf.cast(random(3), "string"),
  "gradient of a cast": () =>
    gradients((x) => tf.cast(tf.cast(x, "float32"), "float32"), random(3)),

  "slice of nothing":
    () => [tf.slice(tf.zeros([0, 3]), [0, 1], [0, 2]), tf.slice(random(3), [3], [0])],
  "slice out of range": () => tf.slice(random(3, 3), [1, 1], [3, 1]),
  "slice from a negative place": () => tf.slice(random(3, 3), [-1, 0], [1, 1]),
  "slice of rank 0": () => tf.slice(tf.scalar(3), [], []),
  "slice of integers, booleans, rank 5": () => [
    tf.slice(ids(1, 2, 3), [1]),
    tf.slice(tf.tensor1d([true, false], "bool"), [1], [1]),
    tf.slice(random(2, 3, 2, 3, 2), [0, 1, 0, 1, 1], [2, 2, 1, -1, 1]),
  ],
  "slice with fewer places than axes": () => tf.slice(random(3, 4, 2), 1, 2),
  "split into nothing, and unevenly":
    () => [...tf.split(random(3, 4), [0, 4], 1), ...tf.split(random(3, 4), [1, -1], -1)],
  "split that does not fit": () => tf.split(random(3, 4), [1, 1], 1),
  "split of nothing": () => tf.split(tf.zeros([0, 4]), 2, 1),
  "concatenation with nothing": () => tf.concat([random(0, 3), random(2, 3)]),

  "binary operations of nothing": () => [
    tf.add(tf.zeros([0, 3]), random(3)),
    tf.mul(tf.zeros([3, 0]), random(3, 1)),
    tf.div(tf.scalar(1), tf.zeros([0])),
  ],
  "binary operations of other types": () => [
    tf.add(ids(1, 2), ids(3, 4)),
    tf.div(ids(7, -7), ids(2, 2)),
    tf.mul(ids(2, 3), random(2)),
    tf.add(tf.tensor1d([true, true], "bool"), ids(1, 2)),
    tf.sub(tf.scalar(3, "int32"), ids(1, 2)),
  ],
  "division by zero": () => tf.div(rows([1, -1, 0, nan]), rows([0, 0, 0, 0])),
  "binary operations on shapes that do not fit": () => tf.add(random(3), random(4)),
  "broadcasting both ways": () => [
    tf.add(random(3, 1), random(1, 4)),
    tf.sub(random(2, 1, 3), random(4, 1)),
    tf.mul(random(1), random(2, 2, 2)),
    tf.div(random(5, 1, 2), random(1, 3, 1)),
  ],
  "binary operations of rank 6": () => tf.mul(random(2, 1, 2, 1, 2, 3), random(2, 1, 3, 1, 1)),
  "overflow": () => [
    tf.mul(tf.scalar(3e38), tf.scalar(10)),
    tf.add(tf.scalar(3e38), tf.scalar(3e38)),
    tf.square(tf.scalar(-1e30)),
  ],
  "unary operations of nothing": () => [
    tf.relu(tf.zeros([0])),
    tf.tanh(tf.zeros([2, 0])),
    tf.sqrt(tf.zeros([0])),
    tf.sigmoid(tf.zeros([0])),
  ],
  "unary operations of NaN and infinities": () =>
    [tf.relu, tf.sigmoid, tf.tanh, tf.square, tf.sqrt, tf.neg, tf.step].map((f) =>
      (f as (x: tf.Tensor) => tf.Tensor)(wild(16))
    ),
  "unary operations far from zero": () => [
    tf.sigmoid(rows([-200, -89, -30, 30, 89, 200])),
    tf.tanh(rows([-90, -20, -9, 9, 20, 90])),
  ],
  "unary operations of integers": () => [
    tf.relu(ids(-1, 2)),
    tf.neg(ids(-1, 2)),
    tf.square(ids(-3, 2)),
    tf.sigmoid(ids(0, 2)),
    tf.tanh(ids(0, 2)),
    tf.sqrt(ids(4, 9)),
    tf.step(ids(-1, 2)),
  ],
  "unary operations of booleans": () => tf.relu(tf.tensor1d([true, false], "bool")),

  "products of nothing": () => [
    tf.matMul(tf.zeros([0, 3]), random(3, 2)),
    tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 2])),
    tf.matMul(tf.zeros([0, 2, 3]), tf.zeros([0, 3, 2])),
  ],
  "products of NaN, infinities and zeros": () => [
    tf.matMul(wild(3, 8), random(8, 5)),
    tf.matMul(tf.zeros([3, 8]), wild(8, 5)),
    tf.matMul(wild(8, 3), wild(8, 3), true),
  ],
  "a dense layer of NaN": () =>
    tf.fused.matMul({
      a: wild(2, 4) as tf.Tensor2D,
      b: random(4, 3) as tf.Tensor2D,
      bias: random(3),
      activation: "relu",
    }),
  "a dense layer with other activations": () =>
    (["relu6", "elu", "prelu", "leakyrelu"] as const).map((activation) =>
      tf.fused.matMul({
        a: random(2, 4) as tf.Tensor2D,
        b: random(4, 3) as tf.Tensor2D,
        bias: random(3),
        activation,
        preluActivationWeights: random(3),
        leakyreluAlpha: 0.3,
      })
    ),
  "a dense layer with a bias of a number": () =>
    tf.fused.matMul({
      a: random(2, 4) as tf.Tensor2D,
      b: random(4, 3) as tf.Tensor2D,
      bias: tf.scalar(2),
    }),
  "a dense layer without a depth": () =>
    tf.fused.matMul({
      a: tf.zeros([2, 0]) as tf.Tensor2D,
      b: tf.zeros([0, 3]) as tf.Tensor2D,
      bias: random(3),
    }),
  "products of integers with numbers": () =>
    tf.matMul(tf.tensor2d([[1, 2]], [1, 2], "int32"), random(2, 2)),
  "gradient of products that broadcast": () =>
    gradients((a, b) => tf.matMul(a, b), random(3, 2, 4), random(3, 4, 2)),

  "conv2d of NaN and infinities": () => [
    tf.conv2d(wild(1, 4, 4, 2) as tf.Tensor4D, random(2, 2, 2, 3) as tf.Tensor4D, 1, "same"),
    tf.conv2d(random(1, 4, 4, 2) as tf.Tensor4D, wild(2, 2, 2, 3) as tf.Tensor4D, 1, "valid"),
  ],
  "conv2d of nothing": () =>
    tf.conv2d(tf.zeros([0, 4, 4, 2]) as tf.Tensor4D, random(2, 2, 2, 3) as tf.Tensor4D, 1, "same"),
  "conv2d with explicit padding": () =>
    tf.conv2d(random(2, 5, 4, 2) as tf.Tensor4D, random(3, 2, 2, 3) as tf.Tensor4D, [2, 1], [
      [0, 0],
      [1, 2],
      [0, 1],
      [0, 0],
    ]),
  "conv2d of a window as large as the image": () =>
    gradients(
      (x, filter) => tf.conv2d(x, filter, 1, "valid"),
      random(2, 3, 4, 2),
      random(3, 4, 2, 3),
    ),
  "conv2d with strides that leave columns out": () =>
    gradients(
      (x, filter) => tf.conv2d(x, filter, [3, 2], "valid"),
      random(2, 8, 7, 2),
      random(2, 2, 2, 3),
    ),
  "gradient of conv2d by NaN": () =>
    gradients((x, filter) => tf.conv2d(x, filter, 1, "same"), wild(1, 4, 4, 2), random(2, 2, 2, 3)),
  "conv1d with dilation": () =>
    tf.conv1d(random(2, 9, 3) as tf.Tensor3D, random(3, 3, 4) as tf.Tensor3D, 1, "same", "NWC", 2),
};

for (const [name, body] of Object.entries(CASES)) {
  Deno.test(`${name}: as on tfjs's backend`, async () => {
    const before = tf.memory().numTensors;
    const ours = outcome(body);
    await tf.setBackend("cpu");
    const theirs = outcome(body);
    await tf.setBackend("sluice");
    assertSame(ours, theirs);
    assertEquals(tf.memory().numTensors, before);
  });
}

Deno.test("segment sum: NaN stays in its segment (tfjs's kernel spreads it to all)", () => {
  tf.tidy(() => {
    const sums = tf.unsortedSegmentSum(
      tf.tensor1d([NaN, 1, 2, Infinity]),
      ids(0, 1, 1, 2) as tf.Tensor1D,
      4,
    );
    assertEquals([...sums.dataSync()], [NaN, 3, Infinity, 0]);
  });
});

Deno.test("matMul: an empty batch that is broadcast has no values (tfjs's kernel makes some)", () => {
  tf.tidy(() => {
    const product = tf.matMul(tf.zeros([0, 2, 3]), random(3, 2));
    assertEquals([product.shape, product.dataSync().length], [[0, 2, 2], 0]);
  });
});
