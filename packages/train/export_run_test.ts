// Exported runs of two and of more labels, against the runs themselves.
import { completeTrainConfig } from "@sluice/runs";
import { BpeTokenizer } from "@sluice/tokenizer";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { exampleDataset } from "./_example_dataset.ts";
import { exportRun } from "./export_run.ts";
import { loadRun } from "./load_run.ts";
import { decodeSafetensors } from "./safetensors.ts";
import { trainInFolder } from "./train_in_folder.ts";

// What looks like padding, in a text of somebody's, is five characters, for the run and for its export.
const TEXTS = ["a wonderful film", "an awful plot with <pad> in it", "<pad>", ""];

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function trainedRun(folder: string, architecture: string, labels: readonly string[]) {
  const { train, test, ...rest } = exampleDataset();
  const relabel = (examples: typeof train) =>
    examples.map((example, index) => ({ ...example, label: index % labels.length }));
  await trainInFolder({
    config: completeTrainConfig({
      model: { architecture, embeddingSize: 6, hiddenSize: 6 },
      data: { vocabSize: 300, maxLength: 30 },
      optimizer: { learningRate: 0.02 },
      training: { epochs: 1, batchSize: 16 },
    }, "example"),
    dataset: { ...rest, labels, train: relabel(train), test: relabel(test) },
    folder,
    threads: 1,
  });
  return await loadRun(folder, { threads: 1 });
}

for (const labels of [["negative", "positive"], ["a", "b", "c", "d"]]) {
  for (const architecture of ["bow", "cnn", "rnn", "lstm"]) {
    Deno.test(`exportRun: a ${architecture} of ${labels.length} labels in stock layers`, () =>
      inFolder(async (folder) => {
        const run = await trainedRun(`${folder}/run`, architecture, labels);
        const expected = await run.classifier.predict(TEXTS);
        const output = `${folder}/out`;
        await exportRun(run, { output });
        const json = JSON.parse(await Deno.readTextFile(`${output}/model.json`));
        const stock = await tfl.loadLayersModel(tf.io.fromMemory({
          modelTopology: json.modelTopology,
          weightSpecs: json.weightsManifest[0].weights,
          weightData: (await Deno.readFile(`${output}/weights.bin`)).buffer,
        }));
        assertEquals(json.userDefinedMetadata.sluice.labels, labels);
        const tokenizer = BpeTokenizer.fromJSON(
          await Deno.readTextFile(`${output}/tokenizer.json`),
        );
        TEXTS.forEach((text, row) => {
          const ids = tokenizer.encode(run.classifier.clean(text), { encodeSpecialTokens: true })
            .input_ids;
          assert(!ids.includes(0), text);
          // Padded further than it is long.
          const padded = [...ids, ...new Array(40 - ids.length).fill(0)];
          const given = tf.tidy(() =>
            (stock.predict(tf.tensor2d([padded], undefined, "int32")) as tf.Tensor).dataSync()
          );
          assertEquals(given.length, expected[row]!.length);
          expected[row]!.forEach((probability, label) =>
            assertAlmostEquals(given[label]!, probability, 1e-5)
          );
        });
        stock.dispose();
        run.classifier.dispose();
      }));
  }
}

Deno.test("exportRun: weights for other software name the labels, and files are not written over", () =>
  inFolder(async (folder) => {
    const labels = ["a", "b", "c"];
    const run = await trainedRun(`${folder}/run`, "gru", labels);
    const output = `${folder}/out`;
    await assertRejects(() => exportRun(run, { output }), Error, "cannot be exported as tfjs");
    const [path] = await exportRun(run, { output, format: "safetensors" });
    const { tensors, metadata } = decodeSafetensors(await Deno.readFile(path!), path!);
    assertEquals(JSON.parse(metadata["sluice"]!).labels, labels);
    assertEquals(tensors.find(({ name }) => name === "logits/kernel")?.shape, [6, 3]);
    await assertRejects(
      () => exportRun(run, { output, format: "safetensors" }),
      Error,
      "exists already; choose another folder",
    );
    await exportRun(run, { format: "safetensors" });
    run.classifier.dispose();
  }));
