// Runs for tests: made-up records with curves and predictions that agree with them.
import {
  chosenEpochs,
  decideLabel,
  type EpochRow,
  formatPredictions,
  type JsonValue,
  type Prediction,
  type RunRecord,
} from "@sluice/runs";
import type { Run } from "./read_runs.ts";
import { TestSets } from "./test_predictions.ts";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** What to make. */
export interface ExampleRun {
  id?: string;
  name?: string;
  model?: { architecture: string; [option: string]: JsonValue };
  labels?: string[];
  seed?: number;
  /** The final test accuracy; the one that comes out differs a little. */
  accuracy?: number;
  epochs?: number;
  examples?: number;
  validation?: boolean;
  fields?: Partial<RunRecord>;
}

/** A completed run and its predictions. */
export function exampleRun(
  {
    seed = 1,
    name,
    model = { architecture: "lstm" },
    labels = ["negative", "positive"],
    id = `${name ?? model.architecture}-${seed}`,
    accuracy = 0.8,
    epochs: epochCount = 4,
    examples = 200,
    validation = false,
    fields = {},
  }: ExampleRun = {},
): { record: RunRecord; predictions: Prediction[] } {
  const random = xoroshiro128plus([...id].reduce((sum, c) => sum * 31 + c.charCodeAt(0) | 0, seed));
  const uniform = () => (random.next() >>> 0) / 2 ** 32;
  const classes = labels.length;
  const predictions = Array.from({ length: examples }, (_, index): Prediction => {
    const label = index % classes;
    const right = uniform() < accuracy;
    // More than an equal share, so that it is the label that is said.
    const confidence = 1 / classes + (0.99 - 1 / classes) * uniform();
    const said = right ? label : (label + 1 + (index % (classes - 1))) % classes;
    return {
      id: `test/${labels[label]}/${index}`,
      label,
      probabilities: classes === 2
        ? [said === 1 ? confidence : 1 - confidence]
        : labels.map((_, other) => other === said ? confidence : (1 - confidence) / (classes - 1)),
      length: 20 + (index * 37) % 481,
    };
  });
  const right =
    predictions.filter(({ label, probabilities }) => decideLabel(probabilities) === label).length;
  const final = right / examples;
  const epochs = Array.from({ length: epochCount }, (_, index): EpochRow => {
    const progress = (index + 1) / epochCount;
    const last = index === epochCount - 1;
    const onTheWay = 0.5 + (final - 0.48) * Math.sqrt(progress);
    return {
      epoch: index + 1,
      train: { loss: 0.69 - 0.5 * progress, accuracy: 0.5 + 0.48 * progress },
      test: {
        loss: 0.69 - 0.3 * progress + 0.1 * progress ** 3,
        accuracy: last ? final : onTheWay,
      },
      ...(validation && {
        validation: { loss: 0.69 - 0.3 * progress, accuracy: onTheWay - (last ? 0.05 : 0) },
      }),
      trainSeconds: 10 + seed,
      testSeconds: 2,
      trainTokens: 50_000,
      tokensPerSecond: 50_000 / (10 + seed),
      steps: 10,
    };
  });
  const held = validation ? 60 : 0;
  const record: RunRecord = {
    version: 2,
    id,
    status: "completed",
    command: "deno task train lstm",
    startedAt: "2026-01-02T03:04:05.678Z",
    finishedAt: "2026-01-02T03:14:05.678Z",
    configuration: {
      ...(name !== undefined && { name }),
      model: { embeddingSize: 32, hiddenSize: 64, ...model },
      data: { source: "auto", labels: "sentiment", sampling: "stratified", maxLength: 493 },
      optimizer: { name: "adam", learningRate: 3e-4 },
      training: { epochs: epochCount, batchSize: 64 },
    },
    task: { kind: "classification", labels },
    model: { architecture: model.architecture, parameterCount: 984_897, layers: [] },
    data: {
      name: "imdb",
      location: "/home/someone/aclImdb.tar.gz",
      fingerprint: "ab".repeat(32),
      maxLength: 493,
      train: split(600 - held, classes, 50_000),
      ...(validation && { validation: split(held, classes, 5000) }),
      test: split(examples, classes, 20_000),
    },
    tokenizer: { kind: "byte-level-bpe", vocabSize: 30_000, fingerprint: "cd".repeat(32) },
    optimizer: { name: "adam", learningRate: 3e-4 },
    seeds: { data: 1, model: seed, training: seed },
    device: { device: "cpu", backend: "sluice", threads: 2, simd: "relaxed" },
    machine: { cpuModel: "Example CPU", logicalCores: 2, operatingSystem: "linux" },
    peakMemoryBytes: 400_000_000,
    versions: { deno: "2.9.6", tfjs: "4.22.0", sluice: "0.1.0" },
    initialization: { embedding: "uniform(-0.05, 0.05)" },
    epochs,
    ...chosenEpochs(epochs),
    ...fields,
  };
  return { record, predictions };
}

/** A part of the data in which example `i` is of class `i % classes`. */
function split(examples: number, classes: number, tokens: number): RunRecord["data"]["test"] {
  const counts = Array.from(
    { length: classes },
    (_, label) => Math.floor((examples - label + classes - 1) / classes),
  );
  return { examples, classes: counts, empty: 0, tokens };
}

/** Runs as they are after reading, from made-up ones. */
export async function readExampleRuns(examples: readonly ExampleRun[]): Promise<Run[]> {
  const testSets = new TestSets();
  return await Promise.all(examples.map(async (example) => {
    const { record, predictions } = exampleRun(example);
    return { name: record.id, record, predictions: await testSets.add(predictions) };
  }));
}

/** A run without predictions. */
export function withoutPredictions({ name, record }: Run): Run {
  return { name, record };
}

/** Writes a run's folder as the training loop does, and gives back its path. */
export async function writeExampleRun(runs: string, run: ExampleRun = {}): Promise<string> {
  const { record, predictions } = exampleRun(run);
  const folder = `${runs}/${record.id}`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify(record, null, 2));
  await Deno.writeTextFile(`${folder}/predictions.jsonl`, formatPredictions(predictions));
  return folder;
}
