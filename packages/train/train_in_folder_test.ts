// Whole runs on a few made-up texts: what lands in the folder, and that interrupting, killing and
// resuming change nothing.
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { Dataset } from "@sluice/data";
import { exampleDataset } from "./_example_dataset.ts";
import {
  completeTrainConfig,
  readPredictions,
  readRunRecord,
  RunExistsError,
  runPaths,
  type RunRecord,
  type TrainConfigInput,
  withoutTimes,
} from "@sluice/runs";
import { evaluateRun, loadRun } from "./load_run.ts";
import { trainInFolder, type TrainInFolderOptions } from "./train_in_folder.ts";

const dataset: Dataset = exampleDataset();

function config(input: TrainConfigInput = {}) {
  return completeTrainConfig({
    model: { embeddingSize: 8, hiddenSize: 8, ...input.model },
    data: { vocabSize: 300, maxLength: 12, ...input.data },
    optimizer: { learningRate: 0.01, ...input.optimizer },
    training: { epochs: 2, batchSize: 16, ...input.training },
  }, dataset.name);
}

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sluice-train-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function run(folder: string, options: Partial<TrainInFolderOptions> = {}): Promise<RunRecord> {
  return trainInFolder({ config: config(), dataset, folder, threads: 1, ...options });
}

/** Everything that must be equal between equal runs. */
async function outcome(folder: string): Promise<Record<string, unknown>> {
  const paths = runPaths(folder);
  const digest = async (path: string) => {
    const bytes = await Deno.readFile(path);
    return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  };
  return {
    record: withoutTimes(await readRunRecord(paths.record)),
    model: await digest(`${paths.model}/model.json`),
    weights: await digest(`${paths.model}/weights.bin`),
    tokenizer: await digest(paths.tokenizer),
    predictions: await digest(paths.predictions),
  };
}

/** A run that is interrupted once the given number of steps is done. */
function interruptAfter(
  folder: string,
  steps: number,
  resume = false,
  options: Partial<TrainInFolderOptions> = {},
): Promise<RunRecord> {
  const controller = new AbortController();
  let done = 0;
  return run(folder, {
    ...options,
    resume,
    signal: controller.signal,
    onProgress: ({ phase }) => {
      if (phase === "step" && ++done === steps) controller.abort();
    },
  });
}

Deno.test("a run leaves a complete folder, and its evaluation repeats the record", async () => {
  await withFolder(async (folder) => {
    const record = await run(`${folder}/a`, { command: "train lstm" });
    assertEquals(record.status, "completed");
    assertEquals(record.epochs.length, 2);
    assertEquals(record.id, "a");
    assert(record.epochs[1]!.train.loss < record.epochs[0]!.train.loss, "the model learns");
    assertEquals(record.epochs[0]!.steps, Math.ceil(dataset.train.length / 16));

    const names = [];
    for await (const { name } of Deno.readDir(`${folder}/a`)) names.push(name);
    assertEquals(names.sort(), [
      ".lock",
      "checkpoint",
      "model",
      "predictions.jsonl",
      "run.json",
      "tokenizer.json",
    ]);

    const loaded = await loadRun(`${folder}/a`, { threads: 1 });
    const evaluation = await evaluateRun(loaded, dataset);
    assertEquals(evaluation.accuracy, record.epochs[1]!.test.accuracy);
    assertEquals(evaluation.loss, record.epochs[1]!.test.loss);
    const predictions = await readPredictions(runPaths(`${folder}/a`).predictions);
    assertEquals(
      predictions.map(({ id, label, probabilities }) => ({ id, label, probabilities })),
      dataset.test.map(({ id, label }, row) => (
        { id, label, probabilities: evaluation.probabilities[row]! }
      )),
    );
    const said = await loaded.classifier.predict(["A  WONDERFUL film", "an awful film", ""]);
    const [good, bad, empty] = said.map(([probability]) => probability);
    assert(good! > bad!, `${good} > ${bad}`);
    assert(Number.isFinite(empty));
    loaded.model.dispose();
  });
});

Deno.test("the same command twice gives the same bytes; another seed does not", async () => {
  await withFolder(async (folder) => {
    await run(`${folder}/a`);
    await run(`${folder}/b`);
    assertEquals(await outcome(`${folder}/a`), await outcome(`${folder}/b`));
    await run(`${folder}/c`, {
      config: config({ training: { epochs: 2, batchSize: 16, seed: 2 } }),
    });
    const { weights } = await outcome(`${folder}/a`);
    assert(weights !== (await outcome(`${folder}/c`)).weights);
  });
});

Deno.test("a run interrupted in the middle of epochs and resumed equals one left alone", async () => {
  await withFolder(async (folder) => {
    await run(`${folder}/whole`);
    const steps = Math.ceil(dataset.train.length / 16);
    const first = await interruptAfter(`${folder}/parts`, 3);
    assertEquals(first.status, "interrupted");
    assertEquals(first.epochs.length, 0);
    const second = await interruptAfter(`${folder}/parts`, steps, true);
    assertEquals(second.status, "interrupted");
    assertEquals(second.epochs.length, 1);
    const last = await run(`${folder}/parts`, { resume: true });
    assertEquals(last.status, "completed");
    assertEquals(await outcome(`${folder}/parts`), await outcome(`${folder}/whole`));
  });
});

Deno.test("a run interrupted after the last step of an epoch tests it when resumed", async () => {
  await withFolder(async (folder) => {
    await run(`${folder}/whole`);
    const steps = Math.ceil(dataset.train.length / 16);
    assertEquals((await interruptAfter(`${folder}/parts`, steps)).epochs.length, 0);
    await run(`${folder}/parts`, { resume: true });
    assertEquals(await outcome(`${folder}/parts`), await outcome(`${folder}/whole`));
  });
});

Deno.test("more epochs can be added to a completed run", async () => {
  await withFolder(async (folder) => {
    const three = config({ training: { epochs: 3, batchSize: 16 } });
    await run(`${folder}/whole`, { config: three });
    await run(`${folder}/more`);
    const before = await outcome(`${folder}/more`);
    await run(`${folder}/more`, { resume: true });
    assertEquals(await outcome(`${folder}/more`), before, "nothing is left to do");
    await run(`${folder}/more`, { resume: true, config: three });
    assertEquals(await outcome(`${folder}/more`), await outcome(`${folder}/whole`));
  });
});

Deno.test("a killed run and its resumption equal a run left alone", async () => {
  await withFolder(async (folder) => {
    const killed = async (when: string) => {
      const path = `${folder}/killed`;
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", new URL("./_killed_run.ts", import.meta.url).pathname, path, when],
        stdout: "inherit",
        stderr: "piped",
      });
      const { signal, stderr } = await child.output();
      assertEquals(signal, "SIGKILL", new TextDecoder().decode(stderr));
      assertEquals((await readRunRecord(runPaths(path).record)).status, "running");
      return path;
    };
    const options = { config: config(), dataset };
    await trainInFolder({ ...options, folder: `${folder}/whole`, threads: 1 });
    // Killed before there is a checkpoint, then in the second epoch.
    await killed("new:1:3");
    const path = await killed("resume:2:5");
    await trainInFolder({ ...options, folder: path, threads: 1, resume: true });
    assertEquals(await outcome(path), await outcome(`${folder}/whole`));
  });
});

Deno.test("with dropout, threads, interruptions and added epochs change nothing", async () => {
  await withFolder(async (folder) => {
    for (const architecture of ["lstm", "gru", "cnn"]) {
      const model = {
        ...{ architecture, embeddingSize: 8, hiddenSize: 8, layers: 2 },
        ...{ embeddingDropout: 0.2, layerDropout: 0.3 },
        ...(architecture === "cnn" ? {} : { recurrentDropout: 0.4 }),
      };
      const dropped = config({ model });
      const at = (name: string) => `${folder}/${architecture}-${name}`;
      await run(at("whole"), { config: dropped });
      const expected = await outcome(at("whole"));
      const steps = Math.ceil(dataset.train.length / 16);
      await interruptAfter(at("parts"), 3, false, { config: dropped, threads: 2 });
      await interruptAfter(at("parts"), steps, true, { config: dropped, threads: 3 });
      await run(at("parts"), { resume: true, config: dropped });
      assertEquals(await outcome(at("parts")), expected);
      const one = { ...dropped, training: { ...dropped.training, epochs: 1 } };
      await run(at("more"), { config: one });
      await run(at("more"), { resume: true, config: dropped });
      assertEquals(await outcome(at("more")), expected);
      // It does drop something in training, and nothing when tested: the folder's model repeats the record.
      const none = { embeddingDropout: 0, layerDropout: 0, recurrentDropout: 0 };
      await run(at("none"), { config: config({ model: { ...model, ...none } }) });
      assert((await outcome(at("none"))).weights !== expected.weights);
      const loaded = await loadRun(at("whole"), { threads: 1 });
      const { loss } = await evaluateRun(loaded, dataset);
      assertEquals(loss, loaded.record.epochs[1]!.test.loss);
      loaded.model.dispose();
    }
  });
});

Deno.test("held-out examples choose an epoch and are not trained on", async () => {
  await withFolder(async (folder) => {
    const record = await run(`${folder}/a`, {
      config: config({ data: { vocabSize: 300, maxLength: 12, validationShare: 0.25 } }),
    });
    const quarter = dataset.train.length / 4;
    assertEquals(record.data.validation?.examples, quarter);
    assertEquals(record.data.train.examples, dataset.train.length - quarter);
    assert(record.epochs.every((row) => row.validation?.accuracy !== undefined));
    assert(record.selectedEpoch !== undefined);
  });
});

Deno.test("clipping gradients changes the weights, and is recorded", async () => {
  await withFolder(async (folder) => {
    const clipped = config({ optimizer: { learningRate: 0.01, clipNorm: 1e-3 } });
    const record = await run(`${folder}/a`, { config: clipped });
    assertEquals(record.optimizer.clipNorm, 1e-3);
    await run(`${folder}/b`);
    const weights = (name: string) => Deno.readFile(`${folder}/${name}/model/weights.bin`);
    assert((await weights("a")).toHex() !== (await weights("b")).toHex());
  });
});

Deno.test("an empty text counts, and is trained and tested on", async () => {
  await withFolder(async (folder) => {
    const blank = { text: "", label: 1 };
    const record = await run(`${folder}/a`, {
      dataset: {
        ...dataset,
        train: [...dataset.train, { id: "train/pos/blank", ...blank }],
        test: [...dataset.test, { id: "test/pos/blank", ...blank }],
        emptyCount: 2,
      },
    });
    assertEquals([record.data.train.empty, record.data.test.empty], [1, 1]);
    assertEquals(record.data.test.examples, dataset.test.length + 1);
  });
});

Deno.test("what cannot be trained ends in one line and leaves no folder", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/a`;
    const refused = async (options: Partial<TrainInFolderOptions>, message: RegExp) => {
      const error = await assertRejects(() => run(path, options), Error);
      assertMatch(error.message, message);
      assert(!error.message.includes("\n"));
      await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
    };
    const positive = dataset.train.filter((example) => example.label === 1);
    await refused(
      { dataset: { ...dataset, train: positive } },
      /are positive.*two classes or more/,
    );
    await refused({ dataset: { ...dataset, test: [] } }, /no test examples/);
    await refused({ resume: true }, /a\/run\.json/);
  });
});

Deno.test("a folder that exists is not written over", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/run.json`, "mine");
    await assertRejects(() => run(folder), RunExistsError, "exists already");
    assertEquals(await Deno.readTextFile(`${folder}/run.json`), "mine");
  });
});

Deno.test("a run is not resumed on other examples", async () => {
  await withFolder(async (folder) => {
    await interruptAfter(`${folder}/a`, 1);
    const other = { ...dataset, fingerprint: "1".repeat(64) };
    await assertRejects(
      () => run(`${folder}/a`, { resume: true, dataset: other }),
      Error,
      "holds other examples",
    );
  });
});

Deno.test("a run is not resumed with another configuration, or without its checkpoint", async () => {
  await withFolder(async (folder) => {
    await run(`${folder}/a`);
    const three = config({ training: { epochs: 3, batchSize: 16 } });
    const other = config({ training: { epochs: 3, batchSize: 8 } });
    const resume = (config: typeof other) => run(`${folder}/a`, { resume: true, config });
    await assertRejects(() => resume(other), Error, "another configuration");
    await Deno.remove(`${folder}/a/checkpoint/state.safetensors`);
    await assertRejects(() => resume(three), Error, "no checkpoint");
  });
});

Deno.test("a loss that is no number fails the run and says what to try", async () => {
  await withFolder(async (folder) => {
    const wild = config({ optimizer: { learningRate: 1 } });
    wild.optimizer.learningRate = 1e38;
    await assertRejects(() => run(`${folder}/a`, { config: wild }), Error, "lower learning rate");
    const record = await readRunRecord(`${folder}/a/run.json`);
    assertEquals(record.status, "failed");
    assertMatch(record.error ?? "", /the loss is/);
  });
});
