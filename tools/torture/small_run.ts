// Runs small enough to be made hundreds of times, and what must be true of their folders.
import { type Dataset, loadDataset } from "@sluice/data";
import {
  completeTrainConfig,
  readPredictions,
  readRunRecord,
  runPaths,
  type TrainConfig,
  withoutTimes,
} from "@sluice/runs";
import { evaluateRun, loadRun, trainInFolder, type TrainInFolderOptions } from "@sluice/train";
import type { Random } from "./random.ts";

let loaded: Promise<Dataset> | undefined;

/** The data of all small runs. */
export function smallDataset(): Promise<Dataset> {
  return loaded ??= loadDataset("sample");
}

/** A configuration with what a checkpoint must keep: dropout, held-out examples, epochs. */
export function smallConfig(random: Random): TrainConfig {
  const architecture = random.pick(["bow", "cnn", "rnn", "gru", "lstm"]);
  const recurrent = !["bow", "cnn"].includes(architecture);
  return completeTrainConfig({
    model: {
      architecture,
      embeddingSize: 4,
      hiddenSize: 4,
      ...(architecture === "cnn" ? { filters: [4], widths: [3] } : {}),
      ...(random.chance(0.3) ? { embeddingDropout: 0.2 } : {}),
      ...(recurrent && random.chance(0.3) ? { recurrentDropout: 0.2, layers: 2 } : {}),
    },
    data: {
      trainSize: 40,
      testSize: 20,
      vocabSize: 270,
      maxLength: 8,
      ...(random.chance(0.3) ? { validationShare: 0.2 } : {}),
    },
    optimizer: { learningRate: 0.01, ...(random.chance(0.3) ? { clipNorm: 0.1 } : {}) },
    training: { epochs: 3, batchSize: 16, seed: random.between(1, 3) },
  }, "sample");
}

/** Trains a small run in this process. */
export async function trainSmall(
  folder: string,
  config: TrainConfig,
  options: Partial<TrainInFolderOptions> = {},
): Promise<void> {
  await trainInFolder({ config, dataset: await smallDataset(), folder, threads: 1, ...options });
}

const outcomes = new Map<string, Promise<string>>();

/** What a run of a configuration comes to when nobody disturbs it. */
export function expectedOutcome(config: TrainConfig): Promise<string> {
  const key = JSON.stringify(config);
  let outcome = outcomes.get(key);
  if (outcome === undefined) {
    outcome = (async () => {
      const parent = await Deno.makeTempDir({ prefix: "sluice-torture-" });
      try {
        await trainSmall(`${parent}/run`, config);
        return await outcomeOf(`${parent}/run`);
      } finally {
        await Deno.remove(parent, { recursive: true });
      }
    })();
    outcomes.set(key, outcome);
  }
  return outcome;
}

/** Everything that is equal between equal runs. */
export async function outcomeOf(folder: string): Promise<string> {
  const paths = runPaths(folder);
  const digest = async (path: string) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", await Deno.readFile(path))).toHex();
  const record = withoutTimes(await readRunRecord(paths.record));
  return JSON.stringify({
    record,
    model: await digest(`${paths.model}/model.json`),
    weights: await digest(`${paths.model}/weights.bin`),
    tokenizer: await digest(paths.tokenizer),
    predictions: await digest(paths.predictions),
  });
}

/**
 * Checks that a folder is that of one run at one moment: record, model, predictions and checkpoint are of
 * the same epoch.
 *
 * @returns The number of its epochs; undefined where there is no run.
 */
export async function checkWhole(folder: string): Promise<number | undefined> {
  const isThere = await Deno.lstat(folder).then(() => true, () => false);
  if (!isThere) return undefined;
  const record = await readRunRecord(runPaths(folder).record);
  if (record.epochs.length === 0) return 0;
  const run = await loadRun(folder, { threads: 1 });
  try {
    const evaluation = await evaluateRun(run, await smallDataset());
    const said = run.record.epochs.at(-1)!.test;
    if (evaluation.loss !== said.loss || evaluation.accuracy !== said.accuracy) {
      throw new Error(`the model's loss is ${evaluation.loss}, its record's ${said.loss}`);
    }
    const predictions = await readPredictions(runPaths(folder).predictions);
    predictions.forEach(({ probabilities }, row) => {
      if (probabilities.join() === evaluation.probabilities[row]!.join()) return;
      throw new Error(`prediction ${row} is not the model's`);
    });
  } finally {
    run.classifier.dispose();
  }
  return record.epochs.length;
}

/** Trains what is left of a run, or all of it, and compares it with one that nobody disturbed. */
export async function finishAndCompare(folder: string, config: TrainConfig): Promise<void> {
  const resume = await checkWhole(folder) !== undefined;
  await trainSmall(folder, config, { resume });
  await compareOutcome(folder, config);
}

/** Compares a finished run with one that nobody disturbed, and looks for what was left lying about. */
export async function compareOutcome(folder: string, config: TrainConfig): Promise<void> {
  const [given, expected] = [await outcomeOf(folder), await expectedOutcome(config)];
  if (given !== expected) throw new Error(`the run came to ${given}, not to ${expected}`);
  const left: string[] = [];
  for (const inner of ["", "/model", "/checkpoint"]) {
    for await (const { name } of Deno.readDir(`${folder}${inner}`)) {
      if (name.startsWith(".") && name !== ".lock") left.push(`${inner}/${name}`);
    }
  }
  const parent = folder.replace(/\/[^/]*$/, "");
  for await (const { name } of Deno.readDir(parent)) if (/\.tmp$/.test(name)) left.push(name);
  if (left.length > 0) throw new Error(`left behind: ${left.join(", ")}`);
}

/** A temporary folder for one case. */
export async function inTemporaryFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sluice-torture-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
