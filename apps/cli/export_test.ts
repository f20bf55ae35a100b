// Exported models, loaded with TensorFlow.js alone: this file imports nothing else of Sluice's than the
// tokenizer.
import * as tf from "@tensorflow/tfjs-core";
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { BpeTokenizer } from "@sluice/tokenizer";
import { exists, makeFiles, withFolder, writeArchive } from "./_fixtures.ts";
import { loadStockModel } from "./_load_stock_model.ts";
import { assertRefused, runCli } from "./_run_cli.ts";

Deno.test("an exported run predicts in stock TensorFlow.js what it predicts in Sluice", async () => {
  await withFolder(async (folder) => {
    await writeArchive(`${folder}/reviews.tar.gz`, makeFiles(200, 40));
    const runs = ["--runs", `${folder}/runs`];
    const train = async (model: string, name: string, ...more: string[]) => {
      const { code, stderr } = await runCli([
        ...["train", model, "--name", name, "--data", `${folder}/reviews.tar.gz`, ...runs],
        ...["--hidden", "8", "--embedding", "8", "--batch-size", "4", "--learning-rate", "0.01"],
        ...["--epochs", "2", "--vocab-size", "400", "--threads", "1", ...more],
      ]);
      assertEquals(code, 0, stderr);
    };
    const texts = ["a wonderful film", "a dull and tedious plot with the awful actor", "the", ""];
    const variants: [string, string[]][] = [
      ["lstm", ["--layers", "2", "--bidirectional", "--merge", "sum"]],
      ["cnn", ["--filters", "6,4", "--widths", "3,4"]],
    ];
    for (const [model, options] of variants) {
      await train(model, model, ...options);
      const output = `${folder}/out-${model}`;
      const exported = await runCli(["export", model, ...runs, "--output", output]);
      assertEquals(exported.code, 0, exported.stderr);
      assertEquals(
        exported.stdout,
        ["weights.bin", "model.json", "tokenizer.json"].map((name) => `${output}/${name}\n`).join(
          "",
        ),
      );
      const given = await runCli(["predict", model, ...texts, ...runs, "--json"]);
      const expected = given.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));

      const tokenizer = BpeTokenizer.fromJSON(await Deno.readTextFile(`${output}/tokenizer.json`));
      const ids = texts.map((text) => tokenizer.encode(text).input_ids);
      const stock = await loadStockModel(output);
      const { maxLength, paddingId } = (stock.getUserDefinedMetadata() as {
        sluice: { maxLength: number; paddingId: number };
      }).sluice;
      assertEquals([maxLength, paddingId], [493, 0]);
      const longest = Math.max(...ids.map((row) => row.length));
      const padded = ids.map((row) => [...row, ...new Array(longest - row.length).fill(paddingId)]);
      const found = tf.tidy(() =>
        (stock.predict(tf.tensor2d(padded, undefined, "int32")) as tf.Tensor).dataSync()
      );
      stock.dispose();
      expected.forEach(({ probability }, i) => assertAlmostEquals(found[i]!, probability, 1e-4));
      assert(Math.abs(expected[0].probability - expected[1].probability) > 0.01, given.stdout);

      // What is there is not written over; the run's own folder is the default, again and again.
      const again = ["export", model, ...runs];
      await assertRefused([...again, "--output", output], 1, /weights.bin exists already/);
      for (let time = 0; time < 2; time++) assertEquals((await runCli(again)).code, 0);
      assert(await exists(`${folder}/runs/${model}/export/tfjs/model.json`));
    }
  });
});

Deno.test("what cannot be exported is refused; its weights can be", async () => {
  await withFolder(async (folder) => {
    await writeArchive(`${folder}/reviews.tar.gz`, makeFiles(40, 8));
    const runs = ["--runs", `${folder}/runs`];
    const trained = await runCli([
      ...["train", "gru", "--name", "gru", "--data", `${folder}/reviews.tar.gz`, ...runs],
      ...["--hidden", "4", "--embedding", "4", "--epochs", "1", "--vocab-size", "300"],
      ...["--threads", "1"],
    ]);
    assertEquals(trained.code, 0, trained.stderr);
    await assertRefused(["export", "gru", ...runs], 1, /a gru cannot be exported as tfjs/);
    assertEquals(await exists(`${folder}/runs/gru/export`), false);
    await assertRefused(
      ["export", "gru", ...runs, "--format", "onnx"],
      2,
      /--format: expected one of tfjs, .*, got "onnx"/,
    );
    await assertRefused(["export", "grü", ...runs], 1, /there is no run grü/);

    const json = await runCli(["export", "gru", ...runs, "--format", "safetensors", "--json"]);
    assertEquals(json.code, 0, json.stderr);
    const { files } = JSON.parse(json.stdout);
    const bytes = await Deno.readFile(files[0]);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    assertEquals(header["gru_1/gru_cell/bias"].shape, [2, 12]);

    const keras = await runCli(["export", "gru", ...runs, "--format", "keras-weights"]);
    assertEquals(keras.code, 0, keras.stderr);
    assertStringIncludes(keras.stdout, "gru/export/keras-weights/weights.h5");
    const h5 = await Deno.readFile(`${folder}/runs/gru/export/keras-weights/weights.h5`);
    assertEquals([...h5.subarray(0, 4)], [0x89, 0x48, 0x44, 0x46], "the mark of HDF5");
  });
});
