import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import "@tensorflow/tfjs-backend-cpu";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { useDevice } from "@sluice/kernels";
import { createModel, kerasWeights, type ModelConfig, stockModel } from "./mod.ts";

const SMALL: ModelConfig = {
  architecture: "lstm",
  vocabSize: 20,
  embeddingSize: 4,
  hiddenSize: 3,
  seed: 5,
};

const VARIANTS: Partial<ModelConfig>[] = [
  ...(["lstm", "rnn"] as const).flatMap((architecture) =>
    [1, 2].flatMap((layers) => [
      { architecture, layers },
      ...(["concat", "sum", "average", "multiply"] as const).map((merge) => (
        { architecture, layers, bidirectional: true, merge }
      )),
    ])
  ),
  { heldGates: { forget: 1 }, layers: 2 },
  { heldGates: { input: 0.3 }, bidirectional: true },
  { heldGates: { output: 0.5 } },
  { architecture: "cnn", filters: [4] },
  { architecture: "cnn", filters: [5, 3], widths: [5, 3] },
  { architecture: "cnn", filters: [3, 4, 2], widths: [4, 1, 6] },
  { architecture: "bow" },
  ...(["mean", "max", "attention"] as const).flatMap((pool) => [
    { pool },
    { pool, architecture: "rnn" as const, layers: 2, bidirectional: true },
    { pool, bidirectional: true, merge: "sum" as const },
  ]),
  ...(["bow", "cnn", "rnn", "lstm"] as const).map((architecture) => ({ architecture, outputs: 5 })),
  { outputs: 3, layers: 2, bidirectional: true, pool: "attention" },
];

/** A model with weights large enough that every step counts, padding's embedding among them. */
function trained(config: ModelConfig): layers.LayersModel {
  const model = createModel(config);
  tf.tidy(() =>
    model.setWeights(
      model.getWeights().map(({ shape }, i) => tf.randomUniform(shape, -2, 2, "float32", 7 + i)),
    )
  );
  return model;
}

/** Through the files' form and back, on the backend that is set. */
async function reload(artifacts: tf.io.ModelArtifacts): Promise<layers.LayersModel> {
  const json = JSON.parse(JSON.stringify(artifacts.modelTopology));
  return await layers.loadLayersModel(tf.io.fromMemory({ ...artifacts, modelTopology: json }));
}

function padded(rows: readonly number[][], time: number): tf.Tensor2D {
  const ids = rows.map((row) => [...row, ...new Array(time - row.length).fill(0)]);
  return tf.tensor2d(ids, [rows.length, time], "int32");
}

for (const variant of VARIANTS) {
  Deno.test(`stockModel: loads in stock tfjs and predicts the same ${JSON.stringify(variant)}`, async () => {
    const config = { ...SMALL, ...variant };
    await useDevice("cpu", { threads: 1 });
    const model = trained(config);
    const rows = fc.sample(
      fc.array(fc.integer({ min: 1, max: config.vocabSize - 1 }), { maxLength: 9 }),
      { numRuns: 30, seed: 1 },
    );
    rows.push([], [3]);
    const time = 11;
    const expected = tf.tidy(() => {
      const lengths = tf.tensor2d(rows.map((row) => [row.length]), [rows.length, 1], "int32");
      const logits = model.predict([padded(rows, time), lengths]) as tf.Tensor;
      return (config.outputs === undefined ? tf.sigmoid(logits) : tf.softmax(logits)).dataSync();
    });
    let artifacts: tf.io.ModelArtifacts | undefined;
    const stock = stockModel(config, model);
    await stock.save(tf.io.withSaveHandler((given) => {
      artifacts = given;
      return Promise.resolve({ modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(given) });
    }));
    assert(!JSON.stringify(artifacts!.modelTopology).includes("Sluice"));
    stock.dispose();
    model.dispose();

    await tf.setBackend("cpu");
    const loaded = await reload(artifacts!);
    const found = tf.tidy(() => {
      const probabilities = loaded.predict(padded(rows, time)) as tf.Tensor;
      assertEquals(probabilities.shape, [rows.length, config.outputs ?? 1]);
      return probabilities.dataSync();
    });
    loaded.dispose();
    await useDevice("cpu", { threads: 1 });
    expected.forEach((value, i) => assertAlmostEquals(found[i]!, value, 1e-5));
    const spread = Math.max(...expected) - Math.min(...expected);
    assert(spread > 0.02, `the rows' predictions differ: ${spread}`);
  });
}

Deno.test("stockModel: what stock layers cannot compute is refused by name", async () => {
  await useDevice("cpu", { threads: 1 });
  const refused: [Partial<ModelConfig>, RegExp][] = [
    [{ architecture: "gru" }, /a gru cannot be made of stock layers: .*reset gate/],
    [{ architecture: "bow", bigramBuckets: 8 }, /a bow cannot be made of stock layers: .*bigrams/],
    [{ architecture: "gru", pool: "max" }, /a gru cannot be made of stock layers/],
  ];
  for (const [change, words] of refused) {
    const config = { ...SMALL, ...change };
    const model = createModel(config);
    const error = assertThrows(() => stockModel(config, model), Error);
    assert(words.test(error.message), error.message);
    model.dispose();
  }
});

Deno.test("kerasWeights: Keras's names and shapes, and all weights once", async () => {
  await useDevice("cpu", { threads: 1 });
  const names = async (change: Partial<ModelConfig>) => {
    const config = { ...SMALL, ...change };
    const model = createModel(config);
    const weights = await kerasWeights(config, model);
    const size = weights.reduce((sum, { data }) => sum + data.length, 0);
    assertEquals(size, model.countParams());
    model.dispose();
    return Object.fromEntries(weights.map(({ name, shape }) => [name, shape]));
  };
  assertEquals(await names({ architecture: "gru", bidirectional: true, pool: "attention" }), {
    "embedding/embeddings": [20, 4],
    "bidirectional_1/forward_gru_1/gru_cell/kernel": [4, 9],
    "bidirectional_1/forward_gru_1/gru_cell/recurrent_kernel": [3, 9],
    "bidirectional_1/forward_gru_1/gru_cell/bias": [2, 9],
    "bidirectional_1/backward_gru_1/gru_cell/kernel": [4, 9],
    "bidirectional_1/backward_gru_1/gru_cell/recurrent_kernel": [3, 9],
    "bidirectional_1/backward_gru_1/gru_cell/bias": [2, 9],
    "pool_attention/attention": [6],
    "logits/kernel": [6, 1],
    "logits/bias": [1],
  });
  const ofSix = await names({ architecture: "bow", outputs: 6 });
  assertEquals([ofSix["logits/kernel"], ofSix["logits/bias"]], [[4, 6], [6]]);
  assertEquals((await names({ architecture: "rnn" }))["simple_rnn_1/simple_rnn_cell/bias"], [3]);
  assertEquals((await names({ architecture: "cnn", filters: [2, 3] }))["conv1d_2/kernel"], [
    5,
    2,
    3,
  ]);
});
