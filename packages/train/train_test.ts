// The loop by itself, kept in the memory: any number of labels, and its seams.
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Dataset } from "@sluice/data";
import { useDevice } from "@sluice/kernels";
import { completeTrainConfig, MemoryStorage, parsePredictions, type RunRecord } from "@sluice/runs";
import * as tf from "@tensorflow/tfjs-core";
import { exampleDataset } from "./_example_dataset.ts";
import { readClassifier } from "./classifier.ts";
import type { Environment } from "./environment.ts";
import { train, type TrainOptions } from "./train.ts";
import type { Reduce } from "./training_step.ts";

const environment: Environment = {
  machine: { cpuModel: "none", logicalCores: 1, operatingSystem: "none" },
  versions: { deno: "0", tfjs: "0", sluice: "0" },
  peakMemoryBytes: () => 0,
};

/** Three kinds of text that a model can tell apart by one word each. */
function threeKinds(): Dataset {
  const { train, test, ...rest } = exampleDataset();
  const words = ["apples", "bridges", "clouds"];
  const relabel = (examples: Dataset["train"]) =>
    examples.map(({ id, text }, index) => (
      { id, label: index % 3, text: `${text} ${words[index % 3]}` }
    ));
  return { ...rest, labels: words, train: relabel(train), test: relabel(test) };
}

async function trained(
  options: Partial<TrainOptions> & { architecture?: string } = {},
): Promise<{ record: RunRecord; storage: MemoryStorage; weights: string | undefined }> {
  const { architecture = "lstm", dataset = exampleDataset(), ...rest } = options;
  const storage = new MemoryStorage("a");
  const record = await train({
    config: completeTrainConfig({
      model: { architecture, embeddingSize: 8, hiddenSize: 8 },
      data: { vocabSize: 320, maxLength: 20 },
      optimizer: { learningRate: 0.02, clipNorm: 1 },
      training: { epochs: 2, batchSize: 16 },
    }, dataset.name),
    dataset,
    storage,
    environment,
    threads: 1,
    ...rest,
  });
  const weights = await storage.read("model/weights.bin");
  return { record, storage, weights: weights?.toHex() };
}

Deno.test("train: every model of the zoo learns three labels", async () => {
  const dataset = threeKinds();
  for (const architecture of ["bow", "cnn", "rnn", "gru", "lstm"]) {
    const config = completeTrainConfig({
      model: { architecture, embeddingSize: 8, hiddenSize: 8 },
      data: { vocabSize: 320, maxLength: 20, validationShare: 0.2 },
      optimizer: { learningRate: 0.02, clipNorm: 1 },
      training: { epochs: 12, batchSize: 8 },
    }, dataset.name);
    const { record, storage } = await trained({ dataset, config, architecture });
    const last = record.epochs.at(-1)!;
    assert(last.test.accuracy > 0.9, `${architecture}: ${last.test.accuracy}`);
    assert(last.test.macroF1! > 0.9, `${architecture}: ${last.test.macroF1}`);
    assertEquals(record.task.labels, ["apples", "bridges", "clouds"]);
    assertEquals(record.data.test.classes.length, 3);

    // What is stored repeats what is recorded.
    const text = new TextDecoder().decode(await storage.read("predictions.jsonl"));
    const predictions = parsePredictions(text, "memory");
    const right = predictions.filter(({ label, probabilities }) =>
      probabilities.indexOf(Math.max(...probabilities)) === label
    );
    assertEquals(right.length / predictions.length, last.test.accuracy);
    const { classifier } = await readClassifier(storage);
    const again = await classifier.predict(dataset.test.map((example) => example.text));
    predictions.forEach(({ probabilities }, row) => {
      probabilities.forEach((probability, label) =>
        assertAlmostEquals(again[row]![label]!, probability, 1e-6)
      );
    });
    classifier.dispose();
  }
});

Deno.test("train: the first loss of three labels is that of not knowing, log 3", async () => {
  let first: number | undefined;
  await trained({
    dataset: threeKinds(),
    metrics: { scalars: (_step, { loss }) => first ??= loss! },
  });
  assertAlmostEquals(first!, Math.log(3), 0.1);
});

Deno.test("train: who listens gets every step's figures, and changes nothing", async () => {
  const { weights } = await trained();
  const steps: [number, Readonly<Record<string, number>>][] = [];
  const heard = await trained({
    metrics: { scalars: (step, values) => steps.push([step, values]) },
  });
  assertEquals(heard.weights, weights);
  assertEquals(steps.map(([step]) => step), Array.from({ length: 12 }, (_, index) => index + 1));
  for (const [, { loss, accuracy, gradientNorm, learningRate, tokensPerSecond }] of steps) {
    assert(loss! > 0 && accuracy! >= 0 && accuracy! <= 1 && gradientNorm! > 0);
    assertEquals(learningRate, 0.02);
    assert(tokensPerSecond! > 0);
  }
});

Deno.test("train: a learning rate of each step is applied", async () => {
  const { weights } = await trained();
  const constant = await trained({ learningRate: () => 0.02 });
  assertEquals(constant.weights, weights);
  const frozen = await trained({ learningRate: (step) => step < 6 ? 0.02 : 0 });
  // Nothing moves in the second epoch.
  const [one, two] = frozen.record.epochs;
  assertEquals(two!.test.loss, one!.test.loss);
  assert(frozen.weights !== weights);
});

Deno.test("train: gradients pass through reduce between gradient and clipping", async () => {
  const { weights, record } = await trained();
  const seen: number[][] = [];
  const same = await trained({
    reduce: (gradients, sums) => {
      seen.push([...sums]);
      return Promise.resolve(gradients.map((gradient) => gradient.clone()));
    },
  });
  assertEquals(same.weights, weights);
  assertEquals(same.record.epochs.map((row) => row.test), record.epochs.map((row) => row.test));
  assertEquals(seen.length, 12);
  assertEquals(seen.map(([, , rows]) => rows), seen.map(() => 16));

  await useDevice("cpu", { threads: 1 });
  const before = tf.memory().numTensors;
  const none = await trained({
    reduce: (gradients) => Promise.resolve(gradients.map((gradient) => tf.zerosLike(gradient))),
  });
  assertEquals(tf.memory().numTensors, before, "no tensor is left behind");
  assertEquals(none.record.epochs[1]!.test.loss, none.record.epochs[0]!.test.loss);
});

Deno.test("train: two processes that share each batch train as one does, and one of them writes", async () => {
  const alone = await trained();
  const reduce = reduceAmong(2);
  const [first, second] = await Promise.all(
    [0, 1].map((rank) => trained({ rank, worldSize: 2, reduce })),
  );
  assert(first!.weights !== undefined);
  assertEquals(second!.weights, undefined);
  alone.record.epochs.forEach((expected, index) => {
    const row = first!.record.epochs[index]!;
    assertEquals(row.trainTokens, expected.trainTokens);
    assertAlmostEquals(row.train.loss, expected.train.loss, 1e-4);
    assertAlmostEquals(row.test.loss, expected.test.loss, 1e-3);
    assertEquals(second!.record.epochs[index]!.test, row.test);
  });
});

Deno.test("train: a rank without a row of a small batch goes along", async () => {
  const config = completeTrainConfig({
    model: { architecture: "bow", embeddingSize: 4 },
    // 96 examples in batches of 95: the last one has one row, for two ranks.
    data: { vocabSize: 320, maxLength: 20 },
    training: { epochs: 2, batchSize: 95 },
  }, "example");
  const alone = await trained({ config });
  const reduce = reduceAmong(2);
  const [first] = await Promise.all(
    [0, 1].map((rank) => trained({ config, rank, worldSize: 2, reduce })),
  );
  alone.record.epochs.forEach((expected, index) => {
    const row = first!.record.epochs[index]!;
    assertEquals([row.steps, row.trainTokens], [expected.steps, expected.trainTokens]);
    assertAlmostEquals(row.test.loss, expected.test.loss, 1e-4);
  });
});

/** Joins the gradients of ranks that run in this process: their mean over all rows. */
function reduceAmong(ranks: number): Reduce {
  interface Waiting {
    gradients: tf.Tensor[];
    sums: Float64Array;
    resolve: (joined: tf.Tensor[]) => void;
  }
  let waiting: Waiting[] = [];
  return (gradients, sums) =>
    new Promise((resolve) => {
      waiting.push({ gradients, sums, resolve });
      if (waiting.length < ranks) return;
      const all = waiting;
      waiting = [];
      const totals = sums.map((_, index) =>
        all.reduce((total, { sums }) => total + sums[index]!, 0)
      );
      const mean = (index: number) =>
        tf.tidy(() =>
          tf.addN(
            all.map(({ gradients, sums }) => tf.mul(gradients[index]!, sums[2]! / totals[2]!)),
          )
        );
      const joined = all.map(() => gradients.map((_, index) => mean(index)));
      all.forEach(({ sums, resolve }, rank) => {
        sums.set(totals);
        resolve(joined[rank]!);
      });
    });
}
