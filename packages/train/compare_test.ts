// Comparisons on a few made-up texts: what is trained, what is reused, and who does it.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { lockRun, readRunRecord, runPaths } from "@sluice/runs";
import { exampleDataset } from "./_example_dataset.ts";
import { compare, type CompareOptions, type PlannedRun } from "./compare.ts";
import { parseRecipe } from "./recipe.ts";

const dataset = exampleDataset();
const recipe = parseRecipe({
  seeds: 2,
  data: { vocabSize: 300, maxLength: 12 },
  model: { embeddingSize: 4, hiddenSize: 4 },
  training: { epochs: 1, batchSize: 32 },
  rows: [
    { name: "bow", model: { architecture: "bow" } },
    { name: "lstm", model: { architecture: "lstm" }, ablate: true },
  ],
}, "recipe");

async function inRuns(body: (runs: string) => Promise<void>): Promise<void> {
  const runs = await Deno.makeTempDir();
  try {
    await body(runs);
  } finally {
    await Deno.remove(runs, { recursive: true });
  }
}

async function kinds(runs: string, options: Partial<CompareOptions> = {}) {
  const planned: PlannedRun[] = [];
  const result = await compare({
    recipe,
    dataset,
    runs,
    threads: 1,
    ...options,
    onRun: (run) => planned.push(run),
  });
  return {
    result,
    kinds: planned.map(({ folder, kind }) => `${kind} ${folder.slice(runs.length + 1)}`),
  };
}

Deno.test("compare: trains each row with each seed, and reuses what is finished", () =>
  inRuns(async (runs) => {
    const first = await kinds(runs);
    assertEquals(first.kinds, [
      "new bow-seed-1",
      "new lstm-seed-1",
      "new bow-seed-2",
      "new lstm-seed-2",
    ]);
    assertEquals(first.result.rows.map(({ row, runs }) => [row.name, runs.length]), [
      ["bow", 2],
      ["lstm", 2],
    ]);
    const { ablations } = await readRunRecord(runPaths(`${runs}/lstm-seed-1`).record);
    assertEquals(ablations?.length, 6);
    const second = await kinds(runs);
    assertEquals(second.kinds.map((kind) => kind.split(" ")[0]), Array(4).fill("reused"));
  }));

Deno.test("compare: goes on where it was interrupted", () =>
  inRuns(async (runs) => {
    const controller = new AbortController();
    const first = await kinds(runs, {
      signal: controller.signal,
      onProgress: ({ phase }) => phase === "step" && controller.abort(),
    });
    assertEquals(first.result.interrupted, true);
    assertEquals(first.kinds, ["new bow-seed-1"]);
    const second = await kinds(runs);
    assertEquals(second.result.interrupted, false);
    assertEquals(second.kinds[0], "resumed bow-seed-1");
    assertEquals(second.kinds.length, 4);
  }));

Deno.test("compare: two at once share the work, and none is done twice", () =>
  inRuns(async (runs) => {
    const [one, other] = await Promise.all([kinds(runs), kinds(runs)]);
    const trained = [...one.kinds, ...other.kinds].filter((kind) => kind.startsWith("new"));
    // A name that both wanted is announced by both; one of them then finds it taken.
    assertEquals(new Set(trained).size, 4, trained.join());
    for (const { result } of [one, other]) {
      assertEquals(result.rows.map(({ runs, failures }) => [runs.length, failures.length]), [
        [2, 0],
        [2, 0],
      ]);
    }
    const folders = [...Deno.readDirSync(runs)].map(({ name }) => name).sort();
    assertEquals(folders, ["bow-seed-1", "bow-seed-2", "lstm-seed-1", "lstm-seed-2"]);
  }));

Deno.test("compare: waits for a run that someone else is writing", () =>
  inRuns(async (runs) => {
    const controller = new AbortController();
    await kinds(runs, {
      signal: controller.signal,
      onProgress: ({ phase }) => phase === "step" && controller.abort(),
    });
    const writer = await lockRun(`${runs}/bow-seed-1`);
    const waited: string[] = [];
    const { kinds: done } = await kinds(runs, {
      onWait: (folder) => {
        waited.push(folder);
        setTimeout(() => writer[Symbol.dispose](), 50);
      },
    });
    assertEquals(waited, [`${runs}/bow-seed-1`]);
    assertEquals(done.at(-1), "resumed bow-seed-1");
  }));

Deno.test("compare: a run that fails does not stop the others", () =>
  inRuns(async (runs) => {
    const onlyOne = { ...dataset, train: dataset.train.filter(({ label }) => label === 1) };
    const failures: string[] = [];
    const { result } = await kinds(runs, {
      dataset: onlyOne,
      onFailure: (_, error) => failures.push(error.message),
    });
    assertEquals(failures.length, 4);
    assert(result.rows.every(({ runs, failures }) => runs.length === 0 && failures.length === 2));
    await assertRejects(() => Deno.stat(`${runs}/bow-seed-1`), Deno.errors.NotFound);
  }));
