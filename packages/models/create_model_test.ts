import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { lengthsTensor, useDevice } from "@sluice/kernels";
import { createModel, type ModelConfig } from "./mod.ts";

await useDevice("cpu", { threads: 2 });

const SMALL: ModelConfig = {
  architecture: "lstm",
  vocabSize: 50,
  embeddingSize: 6,
  hiddenSize: 5,
  seed: 3,
};

function logits(model: layers.LayersModel, rows: number[][], time: number): Float32Array {
  return tf.tidy(() => {
    const padded = rows.map((row) => [...row, ...new Array(time - row.length).fill(0)]);
    const inputIds = tf.tensor2d(padded, [rows.length, time], "int32");
    const lengths = tf.tensor2d(rows.map((row) => [row.length]), [rows.length, 1], "int32");
    return (model.predict([inputIds, lengths]) as tf.Tensor).dataSync<"float32">();
  });
}

const VARIANTS: Partial<ModelConfig>[] = [
  {},
  { layers: 2 },
  { bidirectional: true },
  { layers: 2, bidirectional: true, merge: "multiply" },
  { bidirectional: true, merge: "average" },
  { bidirectional: true, merge: "sum" },
  { architecture: "gru" },
  { architecture: "bow" },
  { architecture: "bow", bigramBuckets: 99 },
  { pool: "mean" },
  { architecture: "gru", pool: "max", bidirectional: true },
  { pool: "attention", layers: 2 },
  { architecture: "cnn" },
  { architecture: "cnn", filters: [3, 9, 4], widths: [1, 4, 2] },
  { architecture: "rnn", layers: 2, bidirectional: true },
  { architecture: "bow", outputs: 8 },
  { outputs: 3, bidirectional: true, pool: "attention" },
];

for (const variant of VARIANTS) {
  Deno.test(`createModel: a row's logit ignores neighbours and padding ${JSON.stringify(variant)}`, () => {
    const model = createModel({ ...SMALL, ...variant });
    const rows = [[4, 9, 2], [7], [], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [49, 48]];
    const together = logits(model, rows, 11);
    const longer = logits(model, rows, 40);
    const { outputs = 1 } = variant;
    assertEquals(together.length, rows.length * outputs);
    rows.forEach((row, i) =>
      logits(model, [row], Math.max(1, row.length)).forEach((alone, k) => {
        assertAlmostEquals(together[i * outputs + k]!, alone, 1e-5);
        assertAlmostEquals(longer[i * outputs + k]!, alone, 1e-5);
      })
    );
    model.dispose();
  });
}

Deno.test("createModel: the seed decides the weights", () => {
  const values = (seed: number) => {
    const model = createModel({ ...SMALL, seed });
    const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
    model.dispose();
    return weights;
  };
  assertEquals(values(1), values(1));
  const [a, b] = [values(1), values(2)];
  a.forEach((weight, i) => assertEquals(weight.some((value, k) => value !== b[i]![k]), true));
});

Deno.test("createModel: a bag of words with bigrams minds the order of tokens", () => {
  const config: ModelConfig = { ...SMALL, architecture: "bow", seed: 4 };
  const [plain, hashed] = [0, 512].map((bigramBuckets) =>
    createModel({ ...config, bigramBuckets })
  );
  assertEquals(hashed!.countParams(), plain!.countParams() + 512 * SMALL.embeddingSize);
  const rows = [[4, 9, 2], [2, 9, 4]];
  const [a, b] = logits(plain!, rows, 3);
  assertAlmostEquals(a!, b!, 1e-6);
  const [c, d] = logits(hashed!, rows, 3);
  assertEquals(Math.abs(c! - d!) > 1e-4, true);
  plain!.dispose();
  hashed!.dispose();
});

Deno.test("createModel: the study's LSTM has its number of parameters", () => {
  const model = createModel({
    architecture: "lstm",
    vocabSize: 30_000,
    embeddingSize: 32,
    hiddenSize: 64,
    seed: 1,
  });
  assertEquals(model.countParams(), 30_000 * 32 + (32 + 64 + 1) * 4 * 64 + 64 + 1);
  model.dispose();
});

Deno.test("createModel: a gate held at its bias's value is one whose weights are zero", () => {
  const rows = [[4, 9, 2], [7, 1], [1, 2, 3, 4, 5]];
  const variants = [{}, { layers: 2 }, { bidirectional: true }] as const;
  for (const variant of variants) {
    for (const [gate, index] of [["input", 0], ["forget", 1], ["output", 3]] as const) {
      const free = createModel({ ...SMALL, ...variant });
      const held = createModel({ ...SMALL, ...variant, heldGates: { [gate]: 0.75 } });
      // What holds the gate from within: no weights, and the bias at 0.75's logit.
      const { hiddenSize } = SMALL;
      free.setWeights(free.weights.map((weight) => {
        const tensor = weight.read();
        const columns = weight.shape.at(-1)!;
        if (columns !== 4 * hiddenSize) return tensor;
        const values = tensor.dataSync().map((value, i) =>
          Math.floor(i % columns / hiddenSize) !== index
            ? value
            : weight.shape.length === 1
            ? Math.log(3)
            : 0
        );
        return tf.tensor(values, tensor.shape);
      }));
      const [expected, found] = [logits(free, rows, 5), logits(held, rows, 5)];
      expected.forEach((value, i) => assertAlmostEquals(found[i]!, value, 1e-6));
      free.dispose();
      held.dispose();
    }
  }
});

Deno.test("createModel: the number of outputs changes no weight below the last layer", () => {
  const [one, eight] = [1, 8].map((outputs) => createModel({ ...SMALL, outputs }));
  assertEquals(eight!.outputs[0]!.shape, [null, 8]);
  const weights = (model: layers.LayersModel) =>
    model.layers.slice(0, -1).flatMap((layer) =>
      layer.getWeights().map((weight) => [...weight.dataSync()])
    );
  assertEquals(weights(one!), weights(eight!));
  one!.dispose();
  eight!.dispose();
});

Deno.test("createModel: no layer reads lengths back from the device", () => {
  const variants: Partial<ModelConfig>[] = [
    { layers: 2, bidirectional: true, pool: "attention" },
    { architecture: "cnn" },
    { architecture: "bow", bigramBuckets: 9 },
  ];
  for (const variant of variants) {
    const model = createModel({ ...SMALL, ...variant });
    const backend = tf.backend(), { readSync } = backend;
    backend.readSync = () => {
      throw new Error("read in the middle of a step");
    };
    const output = tf.tidy(() => {
      const inputIds = tf.tensor2d([[1, 2, 3], [4, 0, 0]], undefined, "int32");
      try {
        return model.apply([inputIds, lengthsTensor([3, 1])]) as tf.Tensor;
      } finally {
        backend.readSync = readSync;
      }
    });
    assertEquals(output.shape, [2, 1]);
    output.dispose();
    model.dispose();
  }
});

Deno.test("createModel: keeps no tensors but its weights", () => {
  const before = tf.memory().numTensors;
  const model = createModel({ ...SMALL, layers: 2, bidirectional: true });
  const withWeights = tf.memory().numTensors;
  assertEquals(withWeights - before, model.getWeights().length);
  logits(model, [[1, 2], [3]], 2);
  assertEquals(tf.memory().numTensors, withWeights);
  model.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("createModel: refuses what it cannot make, by name", () => {
  const refused: [Partial<ModelConfig>, string][] = [
    [{ architecture: "transformer" as "lstm" }, 'unknown architecture "transformer"'],
    [{ architecture: "a\n".repeat(99) as "lstm" }, 'unknown architecture "a\\na\\n'],
    [{ hiddenSize: 0 }, "hiddenSize must be a whole number above 0, not 0"],
    [{ embeddingSize: 1.5 }, "embeddingSize must be"],
    [
      { outputs: 2 },
      "outputs must be 1, for two classes, or the number of classes from 3 on, not 2",
    ],
    [{ outputs: 0 }, "outputs must be 1"],
    [{ layers: -1 }, "layers must be"],
    [{ architecture: "bow", bigramBuckets: -1 }, "bigramBuckets must be a whole number from 0"],
    [{ bigramBuckets: 9 }, "bigramBuckets go with a bow alone; the model is lstm"],
    [{ filters: [3], widths: [1, 2] }, "not 1 and 2"],
    [{ widths: [0] }, "widths must be whole numbers above 0, not 0"],
    [{ architecture: "gru", heldGates: { input: 1 } }, "gates can be held in an lstm alone"],
    [{ heldGates: { forget: 1.5 } }, "held at a number from 0 to 1, not 1.5"],
    [{ heldGates: { cell: 1 } as Record<string, number> }, 'unknown gate "cell"'],
    [{ heldGates: { input: 1, forget: 0.5 } }, "held at the same value"],
    [{ merge: "max" as "sum" }, 'unknown merge "max"'],
    [{ pool: "first" as "last" }, 'unknown pool "first"'],
    [{ layerDropout: 1 }, "layerDropout must be a number from 0 to below 1, not 1"],
    [{ embeddingDropout: -0.1 }, "embeddingDropout must be a number from 0"],
    [{ architecture: "cnn", recurrentDropout: 0.1 }, "a cnn has no recurrent layer"],
    [{ architecture: "bow", recurrentDropout: 0.1 }, "a bow has no recurrent layer"],
    [{ recurrentDropout: 0.1, seed: -1 }, "with dropout, seed must be a whole number from 0 on"],
    [{ seed: NaN }, "seed must be"],
  ];
  for (const [change, message] of refused) {
    assertThrows(() => createModel({ ...SMALL, ...change }), RangeError, message);
  }
});
