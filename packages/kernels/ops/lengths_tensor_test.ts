import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  conv1dReluMax,
  embeddingMean,
  gru,
  lengthsTensor,
  lstm,
  pool,
  rnn,
  type RowLengths,
  useDevice,
} from "../mod.ts";
import { numbersOf } from "./lengths_tensor.ts";
import { checkLengths } from "./row_lengths.ts";

await useDevice("cpu", { threads: 2 });

/** How often a tensor is read from the present backend while `body` runs. */
function readsOf(tensor: tf.Tensor, body: () => void): number {
  const backend = tf.backend(), { readSync } = backend;
  let reads = 0;
  backend.readSync = (dataId) => {
    if (dataId === tensor.dataId) reads++;
    return readSync.call(backend, dataId);
  };
  try {
    body();
  } finally {
    backend.readSync = readSync;
  }
  return reads;
}

Deno.test("lengthsTensor: int32 [batch, 1], whose numbers are known and are nobody else's", () => {
  const given = [3, 0, 2];
  const tensor = lengthsTensor(given);
  given[0] = 9;
  assertEquals([tensor.dtype, tensor.shape], ["int32", [3, 1]]);
  assertEquals([...tensor.dataSync()], [3, 0, 2]);
  const reads = readsOf(tensor, () => {
    assertEquals([...numbersOf(tensor)], [3, 0, 2]);
    assertStrictEquals(checkLengths(3, 5, tensor), checkLengths(3, 5, tensor));
    assertStrictEquals(checkLengths(3, 5, tf.reshape(tensor, [3])), numbersOf(tensor));
  });
  assertEquals(reads, 0);
  tensor.dispose();
});

Deno.test("lengthsTensor: another tensor's numbers are read once", () => {
  const tensor = tf.tensor2d([[2], [1]], [2, 1], "int32");
  const reads = readsOf(tensor, () => {
    assertEquals([...checkLengths(2, 2, tensor)], [2, 1]);
    assertEquals([...checkLengths(2, 4, tensor)], [2, 1]);
  });
  assertEquals(reads, 1);
  assertThrows(() => checkLengths(2, 1, tensor), RangeError, "the length of row 0 is 2");
  assertThrows(() => checkLengths(3, 2, tensor), RangeError, "2 lengths for a batch of 3 rows");
  tensor.dispose();
});

Deno.test("lengthsTensor: where the device cannot be waited for, another tensor is refused clearly", () => {
  const tensor = tf.tensor1d([2, 1], "int32"), known = lengthsTensor([2, 1]);
  const backend = tf.backend(), { readSync } = backend;
  backend.readSync = () => {
    throw new Error("readSync is not supported");
  };
  try {
    assertThrows(
      () => checkLengths(2, 2, tensor),
      Error,
      "the backend sluice cannot read a tensor at once: lengths; make them with lengthsTensor",
    );
    assertEquals([...checkLengths(2, 2, known)], [2, 1]);
  } finally {
    backend.readSync = readSync;
  }
  tf.dispose([tensor, known]);
});

const [BATCH, STEPS, FEATURES, UNITS] = [5, 7, 3, 4];
const random = (shape: number[], seed: number) => tf.randomUniform(shape, -1, 1, "float32", seed);
const recurrent = (operation: typeof lstm, gates: number, biasShape: number[]) => {
  return (lengths: RowLengths) =>
    operation(
      random([BATCH, STEPS, FEATURES], 1) as tf.Tensor3D,
      random([FEATURES, gates * UNITS], 2) as tf.Tensor2D,
      random([UNITS, gates * UNITS], 3) as tf.Tensor2D,
      random(biasShape, 4) as tf.Tensor1D,
      { lengths },
    );
};
const OPERATIONS: Record<string, (lengths: RowLengths) => tf.Tensor> = {
  lstm: recurrent(lstm, 4, [4 * UNITS]),
  gru: recurrent(gru as unknown as typeof lstm, 3, [2, 3 * UNITS]),
  rnn: recurrent(rnn as unknown as typeof lstm, 1, [UNITS]),
  pool: (lengths) => pool(random([BATCH, STEPS, FEATURES], 1) as tf.Tensor3D, "mean", lengths),
  conv1dReluMax: (lengths) =>
    conv1dReluMax(
      random([BATCH, STEPS, FEATURES], 1) as tf.Tensor3D,
      random([3, FEATURES, UNITS], 2) as tf.Tensor3D,
      random([UNITS], 3) as tf.Tensor1D,
      { lengths },
    ),
  embeddingMean: (lengths) =>
    embeddingMean(
      tf.cast(tf.abs(tf.mul(random([BATCH, STEPS], 1), 9)), "int32") as tf.Tensor2D,
      random([10, FEATURES], 2) as tf.Tensor2D,
      { lengths },
    ),
};

for (const backend of ["sluice", "cpu"]) {
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    Deno.test(`${name}: a tensor of lengths is as good as numbers, and nothing is read back (${backend})`, async () => {
      await tf.setBackend(backend);
      const lengths = [7, 0, 3, 1, 5];
      tf.tidy(() => {
        const expected = [...operation(lengths).dataSync()];
        const tensor = lengthsTensor(lengths);
        let output: tf.Tensor | undefined;
        assertEquals(readsOf(tensor, () => output = operation(tensor)), 0);
        assertEquals([...output!.dataSync()], expected);
      });
      await tf.setBackend("sluice");
    });
  }
}
