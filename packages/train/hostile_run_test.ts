// A run's folder from a stranger can be read, or refused; nothing outside it is touched.
import { completeTrainConfig, type RunRecord } from "@sluice/runs";
import { assertEquals, assertRejects } from "@std/assert";
import { exampleDataset } from "./_example_dataset.ts";
import { exportRun } from "./export_run.ts";
import { loadRun } from "./load_run.ts";
import { trainInFolder } from "./train_in_folder.ts";

const config = completeTrainConfig({
  model: { embeddingSize: 6, hiddenSize: 6 },
  data: { vocabSize: 300, maxLength: 12 },
  training: { epochs: 1, batchSize: 16 },
}, "example");
const dataset = exampleDataset();

/** A trained run, and a folder beside it that must stay empty. */
async function inRun(body: (folder: string, outside: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir();
  try {
    const folder = `${parent}/run`;
    const outside = `${parent}/outside`;
    await Deno.mkdir(outside);
    await trainInFolder({ config, dataset, folder, threads: 1 });
    await body(folder, outside);
    assertEquals([...Deno.readDirSync(outside)], []);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

async function changeRecord(
  folder: string,
  change: (record: RunRecord) => void,
): Promise<RunRecord> {
  const path = `${folder}/run.json`;
  const record = JSON.parse(await Deno.readTextFile(path)) as RunRecord;
  change(record);
  await Deno.writeTextFile(path, JSON.stringify(record));
  return record;
}

const resume = (folder: string, epochs: number, model = {}) =>
  trainInFolder({
    config: {
      ...config,
      model: { ...config.model, ...model },
      training: { ...config.training, epochs },
    },
    dataset,
    folder,
    threads: 1,
    resume: true,
  });

Deno.test("a record that asks for a huge model is refused before one is made", () =>
  inRun(async (folder) => {
    const huge = { layers: 16, hiddenSize: 1024, embeddingSize: 1024 };
    await changeRecord(folder, ({ configuration }) => Object.assign(configuration.model, huge));
    const { message } = await assertRejects(() => loadRun(folder, { threads: 1 }), Error);
    assertEquals(
      /model\.json: has [\d,]+ weights, and the model of the run's record [\d,]{9,}$/.test(message),
      true,
      message,
    );
    // Its checkpoint is of the model that it was made for.
    await assertRejects(() => resume(folder, 2, huge), Error, "its weights are");
  }));

Deno.test("weights that are none, or too many, are refused", () =>
  inRun(async (folder) => {
    const path = `${folder}/model/weights.bin`;
    const bytes = await Deno.readFile(path);
    const refused = async (expected: string) => {
      const { message } = await assertRejects(() => loadRun(folder, { threads: 1 }), Error);
      assertEquals(message.startsWith(`${path}: ${expected}`), true, message);
    };
    await Deno.writeFile(path, bytes.subarray(4));
    await refused(`expected ${bytes.length} bytes, found ${bytes.length - 4}; is it cut short?`);
    {
      using file = await Deno.open(path, { write: true });
      await file.truncate(2 ** 34);
    }
    await refused("more than ");
    new Float32Array(bytes.buffer)[7] = NaN;
    await Deno.writeFile(path, bytes);
    await refused("weight 1 holds a number that is none; it is damaged");
  }));

Deno.test("a model.json that is none is refused by its field", () =>
  inRun(async (folder) => {
    const path = `${folder}/model/model.json`;
    const cases: [string, string][] = [
      ["", "not valid JSON (is it cut short?)"],
      ["[]", "expected object, received array"],
      ["{}", "weightsManifest: expected tuple, received undefined"],
      [
        '{"weightsManifest":[{"weights":[null]}]}',
        "weightsManifest[0].weights[0]: expected object, received null",
      ],
      [
        '{"weightsManifest":[{"weights":[{"name":"a","shape":[1],"dtype":"int32"}]}]}',
        "weightsManifest[0].weights[0].dtype: expected float32",
      ],
    ];
    for (const [text, expected] of cases) {
      await Deno.writeTextFile(path, text);
      const { message } = await assertRejects(() => loadRun(folder, { threads: 1 }), Error);
      assertEquals(message, `${path}: ${expected}`);
    }
  }));

Deno.test("export and resume follow no link out of a run's folder", {
  ignore: Deno.build.os === "windows",
}, () =>
  inRun(async (folder, outside) => {
    const run = await loadRun(folder, { threads: 1 });
    const links = ["export", "export/tfjs", "model", "checkpoint", ".published", ".staging"];
    for (const name of links) {
      const path = `${folder}/${name}`;
      const isThere = await Deno.stat(path).then(() => true, () => false);
      if (isThere) await Deno.rename(path, `${folder}/../aside`);
      await Deno.mkdir(path.replace(/[/][^/]+$/, ""), { recursive: true });
      await Deno.symlink(outside, path);
      const expected = `${path}: a link, which is not followed here`;
      assertEquals((await assertRejects(() => exportRun(run), Error)).message, expected);
      assertEquals((await assertRejects(() => resume(folder, 2), Error)).message, expected);
      await Deno.remove(path);
      if (isThere) await Deno.rename(`${folder}/../aside`, path);
    }
    assertEquals((await exportRun(run)).length, 3);
    assertEquals((await resume(folder, 2)).epochs.length, 2);
    run.classifier.dispose();
  }));

Deno.test("a checkpoint of other steps or another optimizer is refused, and the record stays", () =>
  inRun(async (folder) => {
    const before = await Deno.readTextFile(`${folder}/run.json`);
    const { decodeCheckpoint, encodeCheckpoint } = await import("./checkpoint.ts");
    const path = `${folder}/checkpoint/state.safetensors`;
    const bytes = await Deno.readFile(path);
    const damaged = async (
      change: (checkpoint: Awaited<ReturnType<typeof decodeCheckpoint>>) => void,
      expected: string,
    ) => {
      const checkpoint = await decodeCheckpoint(bytes, path);
      change(checkpoint);
      await Deno.writeFile(path, await encodeCheckpoint(checkpoint));
      const { message } = await assertRejects(() => resume(folder, 2), Error);
      assertEquals(message.startsWith(`${path}: ${expected}`), true, message);
      assertEquals(await Deno.readTextFile(`${folder}/run.json`), before);
    };
    await damaged(
      ({ state }) => Object.assign(state, { step: 7, rows: 9 }),
      "6 steps, of which 7 of epoch 2, are not those of a run with 6 an epoch",
    );
    await damaged(({ optimizer }) => optimizer.iterations = 2, "2 steps, of which 0 of epoch 2");
    await damaged(({ optimizer }) => optimizer.moments.pop(), "its moments are not the model's");
    await damaged(({ weights }) => weights.pop(), "its weights are ");
  }));
