// The folder of a run that version 0.1.0 wrote, kept as it was: it must load, and be gone on with, for ever.
import { readPredictions, readRunRecord, runPaths, withoutTimes } from "@sluice/runs";
import { assert, assertEquals } from "@std/assert";
import { exampleDataset } from "./_example_dataset.ts";
import { ablateRun, saveAblations } from "./ablate_run.ts";
import { exportRun } from "./export_run.ts";
import { evaluateRun, loadRun } from "./load_run.ts";
import { trainInFolder } from "./train_in_folder.ts";

const FIXTURE = new URL("_fixtures/run_0.1.0", import.meta.url).pathname;
const dataset = exampleDataset();

async function copied(body: (folder: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir();
  try {
    await copy(FIXTURE, `${parent}/run`);
    await body(`${parent}/run`);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copy(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

Deno.test("a run of version 0.1.0 is loaded, tested, applied, ablated and exported", () =>
  copied(async (folder) => {
    const run = await loadRun(folder, { threads: 1 });
    const { loss, accuracy, probabilities } = await evaluateRun(run, dataset);
    const last = run.record.epochs.at(-1)!;
    assertEquals([loss, accuracy], [last.test.loss, last.test.accuracy]);
    const predictions = await readPredictions(runPaths(folder).predictions);
    assertEquals(predictions.map((prediction) => prediction.probabilities), probabilities);
    const [[good], [bad]] = await run.classifier.predict(["a wonderful film", "an awful film"]) as [
      [number],
      [number],
    ];
    assert(good > bad, `${good} > ${bad}`);
    const { ablations } = await ablateRun(run, dataset);
    await saveAblations(folder, ablations);
    assertEquals((await readRunRecord(runPaths(folder).record)).ablations?.length, 6);
    const files = await exportRun(run, { output: `${folder}-exported` });
    assertEquals(files.length, 3);
    run.classifier.dispose();
  }));

Deno.test("a run of version 0.1.0 is gone on with to the bytes of one that was trained at once", () =>
  copied(async (folder) => {
    const { config } = await loadRun(folder, { threads: 1 });
    const three = { ...config, training: { ...config.training, epochs: 3 } };
    const options = { config: three, dataset, threads: 1 };
    await trainInFolder({ ...options, folder, resume: true });
    await trainInFolder({ ...options, folder: `${folder}-at-once` });
    const [resumed, atOnce] = await Promise.all([folder, `${folder}-at-once`].map(async (path) => ({
      weights: (await Deno.readFile(`${path}/model/weights.bin`)).toHex(),
      record: withoutTimes(await readRunRecord(runPaths(path).record)) as {
        epochs: { test: { macroF1?: number } }[];
      },
    })));
    assertEquals(resumed!.weights, atOnce!.weights);
    // Version 0.1.0 did not measure macro F1.
    for (const { record } of [resumed!, atOnce!]) {
      for (const { test } of record.epochs.slice(0, 2)) delete test.macroF1;
    }
    const rows = (given: typeof resumed) => given!.record.epochs.map(({ test }) => ({ test }));
    assertEquals(rows(resumed), rows(atOnce));
  }));
