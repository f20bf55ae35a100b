import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { dropout, lstm, useDevice } from "@sluice/kernels";
import { createModel, type ModelConfig } from "./mod.ts";
import { VariationalDropout } from "./layers/variational_dropout.ts";

await useDevice("cpu", { threads: 2 });

const SMALL: ModelConfig = {
  architecture: "lstm",
  vocabSize: 50,
  embeddingSize: 6,
  hiddenSize: 5,
  seed: 3,
};
const ROWS = [[4, 9, 2, 1], [7], [], [1, 2, 3, 4, 5, 6, 7], [49, 48]];

/** The logits of the rows, as the model is called. */
function logits(model: layers.LayersModel, call: Record<string, unknown>): Float32Array {
  return tf.tidy(() => {
    const padded = ROWS.map((row) => [...row, ...new Array(7 - row.length).fill(0)]);
    const inputIds = tf.tensor2d(padded, [ROWS.length, 7], "int32");
    const lengths = tf.tensor2d(ROWS.map((row) => [row.length]), [ROWS.length, 1], "int32");
    return (model.apply([inputIds, lengths], call) as tf.Tensor).dataSync<"float32">().slice();
  });
}

const RATES: Partial<ModelConfig>[] = [
  { embeddingDropout: 0.5 },
  { layerDropout: 0.5 },
  { layerDropout: 0.5, layers: 2, bidirectional: true },
  ...(["lstm", "gru", "rnn"] as const).map((architecture) => (
    { architecture, recurrentDropout: 0.5 }
  )),
  { recurrentDropout: 0.5, bidirectional: true, merge: "sum", pool: "mean" },
  { architecture: "cnn", embeddingDropout: 0.5 },
  { architecture: "cnn", layerDropout: 0.5 },
  { architecture: "bow", embeddingDropout: 0.5 },
  { architecture: "bow", layerDropout: 0.5 },
  { architecture: "bow", bigramBuckets: 8, embeddingDropout: 0.5 },
];

for (const rates of RATES) {
  Deno.test(`dropout: in training alone, decided by seed and step ${JSON.stringify(rates)}`, () => {
    const { embeddingDropout: _e, layerDropout: _l, recurrentDropout: _r, ...plain } = rates;
    const without = createModel({ ...SMALL, ...plain });
    const model = createModel({ ...SMALL, ...rates });
    const expected = logits(without, { training: false });
    const { numTensors } = tf.memory();
    assertEquals(logits(model, {}), expected);
    assertEquals(logits(model, { training: false, step: 1 }), expected);
    const first = logits(model, { training: true, step: 1 });
    assertNotEquals(first, expected);
    assertNotEquals(logits(model, { training: true, step: 2 }), first);
    assertEquals(logits(model, { training: true, step: 1 }), first);
    const other = createModel({ ...SMALL, ...rates, seed: 4 });
    other.setWeights(model.getWeights());
    assertNotEquals(logits(other, { training: true, step: 1 }), first);
    other.dispose();
    assertThrows(() => logits(model, { training: true }), RangeError, "needs to know the step");
    assertEquals(tf.memory().numTensors, numTensors);
    for (const each of [without, model]) each.dispose();
  });
}

Deno.test("dropout: a row loses the same features at all steps, and others keep their mean", () => {
  tf.tidy(() => {
    const layer = new VariationalDropout({ name: "drop", rate: 0.25, seed: 1, place: 2 });
    const input = tf.ones([20, 4, 100]);
    const output = layer.apply(input, { training: true, step: 5 }) as tf.Tensor3D;
    const steps = tf.unstack(output, 1).map((step) => step.dataSync());
    for (const step of steps) assertEquals(step, steps[0]);
    const kept = Math.fround(1 / 0.75);
    assert(steps[0]!.every((value) => value === 0 || value === kept));
    const share = steps[0]!.filter((value) => value === 0).length / 2000;
    assertAlmostEquals(share, 0.25, 0.04);
    const [first, second] = tf.unstack(output).map((row) => row.dataSync());
    assertNotEquals(first, second);
  });
});

Deno.test("dropout: the recurrent layer's mask is that of its seed, step and place", () => {
  const model = createModel({ ...SMALL, recurrentDropout: 0.4 });
  tf.tidy(() => {
    const [table, kernel, recurrentKernel, bias, weights, offset] = model.getWeights();
    const ids = tf.tensor2d([[4, 9, 2], [7, 1, 1]], [2, 3], "int32");
    const lengths = tf.tensor2d([[3], [2]], [2, 1], "int32");
    // The embedding's dropout has place 0, were there any.
    const mask = dropout(tf.ones([2, 5]), 0.4, SMALL.seed, 8 * 65_536 + 1) as tf.Tensor2D;
    const states = lstm(
      tf.gather(table!, ids) as tf.Tensor3D,
      kernel as tf.Tensor2D,
      recurrentKernel as tf.Tensor2D,
      bias as tf.Tensor1D,
      { lengths: [3, 2], recurrentMask: mask },
    ) as tf.Tensor2D;
    const expected = tf.add(tf.matMul(states, weights as tf.Tensor2D), offset!).dataSync();
    const found = model.apply([ids, lengths], { training: true, step: 8 }) as tf.Tensor;
    found.dataSync().forEach((value, i) => assertAlmostEquals(value, expected[i]!, 1e-6));
  });
  model.dispose();
});
