/**
 * tfjs's own layers on its own CPU backend and on ours: `deno task bench stock`.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import "@sluice/kernels";

const USAGE = `Usage: deno task bench stock

Times trainOnBatch and predict of models of stock tfjs layers (embedding 2,000 x 32, the layers, dense; Adam)
on tfjs's CPU backend and on sluice, the two in turns; medians count. Prints Markdown. Takes about two minutes.`;

const VOCAB_SIZE = 2000;
const EMBEDDING_SIZE = 32;
const UNITS = 64;
const BACKENDS = ["cpu", "sluice"] as const;
/** Turns of each backend; the slow one takes seconds a step. */
const TURNS = 3;

/** A model of stock layers, and the size of its batches. */
interface StockCase {
  name: string;
  batch: number;
  steps: number;
  layers: () => layers.layers.Layer[];
}

const CASES: readonly StockCase[] = [
  {
    name: "`lstm`",
    batch: 16,
    steps: 32,
    layers: () => [layers.layers.lstm({ units: UNITS })],
  },
  {
    name: "`gru`",
    batch: 16,
    steps: 32,
    layers: () => [layers.layers.gru({ units: UNITS })],
  },
  {
    name: "two `conv1d` of width 5, `globalMaxPooling1d`",
    batch: 8,
    steps: 32,
    layers: () => [
      ...[1, 2].map(() =>
        layers.layers.conv1d({ filters: UNITS, kernelSize: 5, padding: "same", activation: "relu" })
      ),
      layers.layers.globalMaxPooling1d(),
    ],
  },
];

type Backend = typeof BACKENDS[number];

/** What one backend does in turns with a model of its own. */
interface Contestant {
  train: () => Promise<unknown>;
  predict: () => Promise<unknown>;
  dispose: () => void;
}

async function createContestant(backend: Backend, c: StockCase): Promise<Contestant> {
  await tf.setBackend(backend);
  const model = layers.sequential({
    layers: [
      layers.layers.embedding({
        inputDim: VOCAB_SIZE,
        outputDim: EMBEDDING_SIZE,
        inputLength: c.steps,
      }),
      ...c.layers(),
      layers.layers.dense({ units: 1, activation: "sigmoid" }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(3e-4), loss: "binaryCrossentropy" });
  const ids = tf.floor(
    tf.randomUniform([c.batch, c.steps], 0, VOCAB_SIZE - 0.01, "float32", 1),
  );
  const labels = tf.reshape(tf.mod(tf.range(0, c.batch), 2), [c.batch, 1]);
  return {
    train: () => model.trainOnBatch(ids, labels) as Promise<unknown>,
    predict: async () => {
      const output = model.predict(ids) as tf.Tensor;
      await output.data();
      output.dispose();
    },
    dispose: () => {
      model.dispose();
      tf.dispose([ids, labels]);
    },
  };
}

/** Median milliseconds of each backend, after a step that does not count. */
async function compete(
  contestants: ReadonlyMap<Backend, Contestant>,
  action: "train" | "predict",
): Promise<Record<Backend, number>> {
  const times: Record<Backend, number[]> = { cpu: [], sluice: [] };
  for (let turn = 0; turn <= TURNS; turn++) {
    for (const [backend, contestant] of contestants) {
      await tf.setBackend(backend);
      const start = performance.now();
      await contestant[action]();
      if (turn > 0) times[backend].push(performance.now() - start);
    }
  }
  return { cpu: median(times.cpu), sluice: median(times.sluice) };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function cells({ cpu, sluice }: Record<Backend, number>): string {
  return `${round(cpu)} | ${round(sluice)} | ${(cpu / sluice).toFixed(0)}`;
}

/** Two significant digits: machines are noisy. */
function round(milliseconds: number): string {
  return Number(milliseconds.toPrecision(2)).toLocaleString("en-US");
}

async function benchStock(): Promise<void> {
  console.log(
    "| Layers | Training on `cpu`, ms | On `sluice` | Ratio | Prediction on `cpu`, ms | On `sluice` | Ratio |\n" +
      "| :--- | ---: | ---: | ---: | ---: | ---: | ---: |",
  );
  for (const c of CASES) {
    const contestants = new Map<Backend, Contestant>();
    for (const backend of BACKENDS) contestants.set(backend, await createContestant(backend, c));
    const train = await compete(contestants, "train");
    const predict = await compete(contestants, "predict");
    const name = `${c.name}, batch ${c.batch}, ${c.steps} steps`;
    console.log(`| ${name} | ${cells(train)} | ${cells(predict)} |`);
    for (const [backend, contestant] of contestants) {
      await tf.setBackend(backend);
      contestant.dispose();
    }
  }
}

if (import.meta.main) {
  if (Deno.args.length > 0) {
    if (Deno.args[0] === "--help") {
      console.log(USAGE);
      Deno.exit(0);
    }
    console.error(`error: unexpected ${Deno.args[0]}; see deno task bench stock --help`);
    Deno.exit(2);
  }
  await benchStock();
  // Worker threads would keep the process alive.
  Deno.exit(0);
}
