// More than two labels, through every command: the ratings in the names of files.
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { BpeTokenizer } from "@sluice/tokenizer";
import { readRunRecord } from "@sluice/runs";
import { makeRatedFiles, withFolder, writeArchive } from "./_fixtures.ts";
import { loadStockModel } from "./_load_stock_model.ts";
import { assertRefused, runCli } from "./_run_cli.ts";
import * as tf from "@tensorflow/tfjs-core";

const LABELS = ["1", "4", "8", "10"];
const TEXTS = ["a wonderful film jjjj", "a dull and tedious plot dddd", ""];

Deno.test("ratings are trained on, tested, ablated, predicted and exported", async () => {
  await withFolder(async (folder) => {
    await writeArchive(`${folder}/reviews.tar.gz`, makeRatedFiles(400, 100));
    const runs = ["--runs", `${folder}/runs`];
    const succeed = async (...args: string[]) => {
      const { code, stdout, stderr } = await runCli([...args, ...runs]);
      assertEquals(code, 0, stderr);
      return { stdout, stderr };
    };
    const { stdout, stderr } = await succeed(
      ...["train", "lstm", "--name", "a", "--data", `${folder}/reviews.tar.gz`],
      ...["--labels", "rating", "--hidden", "8", "--embedding", "8", "--batch-size", "4"],
      ...["--learning-rate", "0.01", "--epochs", "2", "--vocab-size", "400", "--threads", "1"],
      ...["--validation-share", "0.1", "--sampling", "balanced"],
    );
    assertMatch(stderr, /: 400 training and 100 test examples; 4 labels: 1, 4, 8, 10\n/);
    assertMatch(
      stderr,
      /epoch 1\/2 +train loss [\d.]+, accuracy [\d.]+ % +validation loss .*, macro F1 [\d.]+ +test loss [\d.]+, accuracy [\d.]+ %, macro F1 [\d.]+ /,
    );
    assertMatch(
      stdout,
      /^lstm on .*: test accuracy .* %, loss .*, macro F1 [01]\.\d{4} after epoch 2/,
    );
    const record = await readRunRecord(`${folder}/runs/a/run.json`);
    assertEquals(record.task.labels, LABELS);
    assertEquals(record.data.validation?.classes, [10, 10, 10, 10]);
    const { accuracy, macroF1 } = record.epochs.at(-1)!.test;
    assert(accuracy > 0.5, `it learns: ${accuracy}`);

    const evaluated = await succeed("evaluate", "a", "--threads", "1");
    assert(
      evaluated.stdout.endsWith(
        `, macro F1 ${macroF1!.toFixed(4)} on 100 examples, as recorded\n`,
      ),
      evaluated.stdout,
    );

    const ablated = await succeed("ablate", "a", "--threads", "1");
    assertMatch(ablated.stdout, /\ngate +held at +accuracy +drop +loss +increase +macro F1\nnone /);

    const plain = (await succeed("predict", "a", ...TEXTS)).stdout.trimEnd().split("\n");
    assertMatch(plain[0]!, /^10 [01]\.\d{4} +(\d+ [01]\.\d{4} +){3}a wonderful film jjjj$/);
    assertMatch(plain[1]!, /^4 [01]\.\d{4} /);
    const json = (await succeed("predict", "a", "--json", ...TEXTS)).stdout.trimEnd().split("\n")
      .map((line) => JSON.parse(line));
    for (const { label, probability, probabilities } of json) {
      assertEquals(Object.keys(probabilities), LABELS);
      const values = Object.values(probabilities) as number[];
      assertAlmostEquals(values.reduce((sum, value) => sum + value, 0), 1, 1e-6);
      assertEquals([probability, probabilities[label]], [Math.max(...values), probability]);
    }

    const report = (await succeed("report")).stdout;
    assertMatch(report, /macro F1/i);
    assertMatch(report, /\| *10 *\|/, "a confusion matrix names the labels");

    await succeed("export", "a", "--output", `${folder}/stock`);
    const stock = await loadStockModel(`${folder}/stock`);
    const { sluice } = stock.getUserDefinedMetadata() as { sluice: { labels: string[] } };
    assertEquals(sluice.labels, LABELS);
    const file = await Deno.readTextFile(`${folder}/stock/tokenizer.json`);
    const ids = TEXTS.map((text) => BpeTokenizer.fromJSON(file).encode(text).input_ids);
    const time = Math.max(...ids.map((row) => row.length));
    const padded = ids.map((row) => [...row, ...new Array(time - row.length).fill(0)]);
    const found = tf.tidy(() =>
      (stock.predict(tf.tensor2d(padded, undefined, "int32")) as tf.Tensor2D).arraySync()
    );
    stock.dispose();
    json.forEach(({ probabilities }, row) =>
      LABELS.forEach((label, i) => assertAlmostEquals(found[row]![i]!, probabilities[label], 1e-5))
    );
  });
});

Deno.test("data without ratings are refused", async () => {
  await withFolder(async (folder) => {
    const train = ["train", "bow", "--data", "sample", "--labels", "rating", "--runs", folder];
    await assertRefused(train, 1, /rating/);
  });
});
