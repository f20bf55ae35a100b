import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import {
  Adam,
  clipByGlobalNorm,
  convolutionStackMax,
  dropout,
  embedding,
  embeddingMean,
  gru,
  lstm,
  pool,
  rnn,
  useDevice,
} from "../../mod.ts";
import type { SluiceBackend } from "./sluice_backend.ts";

const VOCABULARY = 60, EMBEDDING = 6, HIDDEN = 7;
const MOST_ROWS = 6, MOST_STEPS = 14;

/** A batch: ids with the lengths of their rows. */
interface Batch {
  ids: tf.Tensor2D;
  lengths: Int32Array;
  seed: number;
}

/** From a batch to features, with the weights of these shapes. */
interface Layer {
  shapes: number[][];
  features: number;
  // deno-lint-ignore no-explicit-any
  run: (batch: Batch, weights: any[]) => tf.Tensor;
}

const TABLE = [VOCABULARY, EMBEDDING];
const recurrentShapes = (input: number, gates: number, bias = [gates * HIDDEN]) => [
  [input, gates * HIDDEN],
  [HIDDEN, gates * HIDDEN],
  bias,
];

/** The zoo's layers, as its models use them. */
const LAYERS: Record<string, Layer> = {
  bow: {
    shapes: [TABLE],
    features: EMBEDDING,
    run: ({ ids, lengths }, [table]) => embeddingMean(ids, table, { lengths, bigramBuckets: 20 }),
  },
  attention: {
    shapes: [TABLE, [EMBEDDING]],
    features: 2 * EMBEDDING,
    run: ({ ids, lengths }, [table, vector]) => {
      const embedded = embedding(ids, table) as tf.Tensor3D;
      return tf.concat([
        pool(embedded, "attention", lengths, vector),
        pool(embedded, "max", lengths),
      ], 1);
    },
  },
  cnn: {
    shapes: [TABLE, [5, EMBEDDING, HIDDEN], [HIDDEN], [3, HIDDEN, HIDDEN], [HIDDEN]],
    features: HIDDEN,
    run: ({ ids, lengths, seed }, [table, first, firstBias, second, secondBias]) =>
      convolutionStackMax(dropout(embedding(ids, table), 0.3, 1, seed) as tf.Tensor3D, [
        { kernel: first, bias: firstBias },
        { kernel: second, bias: secondBias },
      ], { lengths }),
  },
  rnn: {
    shapes: [TABLE, ...recurrentShapes(EMBEDDING, 1)],
    features: HIDDEN,
    run: ({ ids, lengths }, [table, ...weights]) =>
      rnn(embedding(ids, table) as tf.Tensor3D, ...weights as Weights, { lengths }),
  },
  gru: {
    shapes: [TABLE, ...recurrentShapes(EMBEDDING, 3, [2, 3 * HIDDEN])],
    features: HIDDEN,
    run: ({ ids, lengths }, [table, ...weights]) =>
      gru(embedding(ids, table) as tf.Tensor3D, ...weights as Weights, { lengths }),
  },
  "lstm, two layers": {
    shapes: [TABLE, ...recurrentShapes(EMBEDDING, 4), ...recurrentShapes(HIDDEN, 4)],
    features: HIDDEN,
    run: ({ ids, lengths }, [table, ...weights]) => {
      const states = lstm(
        embedding(ids, table) as tf.Tensor3D,
        ...weights.slice(0, 3) as Weights,
        { lengths, returnSequences: true },
      );
      return lstm(states as tf.Tensor3D, ...weights.slice(3) as Weights, { lengths });
    },
  },
  "lstm, bidirectional": {
    shapes: [TABLE, ...recurrentShapes(EMBEDDING, 4), ...recurrentShapes(EMBEDDING, 4)],
    features: 2 * HIDDEN,
    run: ({ ids, lengths }, [table, ...weights]) => {
      const embedded = embedding(ids, table) as tf.Tensor3D;
      return tf.concat([
        lstm(embedded, ...weights.slice(0, 3) as Weights, { lengths }),
        lstm(embedded, ...weights.slice(3) as Weights, { lengths, reverse: true }),
      ], 1);
    },
  },
  "tfjs's own": {
    shapes: [TABLE, [3, EMBEDDING, HIDDEN], [HIDDEN]],
    features: HIDDEN,
    run: ({ ids }, [table, kernel, bias]) => {
      const embedded = tf.gather(table, ids) as tf.Tensor3D;
      return tf.mean(tf.relu(tf.add(tf.conv1d(embedded, kernel, 1, "same"), bias)), 1);
    },
  },
};

/** A recurrent layer's; the bias of a GRU has two rows. */
type Weights = [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D & tf.Tensor2D];

Deno.test("10,000 training steps of random shapes keep memory and tensors bounded", async () => {
  await useDevice("cpu", { threads: 2 });
  const { heap } = (tf.backend() as SluiceBackend).runtime;
  const models = Object.values(LAYERS).map((layer) => createModel(layer));
  let state = 1;
  const random = (most: number) => (state = state * 48271 % 0x7fffffff) % (most + 1);
  const step = (count: number, rows: number, time: number) => {
    const lengths = Int32Array.from({ length: rows }, () => random(time));
    const values = Int32Array.from({ length: rows * time }, () => random(VOCABULARY - 21));
    const ids = tf.tensor2d(values, [rows, time], "int32");
    models[count % models.length]!.train({ ids, lengths, seed: count });
    ids.dispose();
  };
  // Each model starts its moments, and has its largest batch.
  for (let count = 0; count < 2 * models.length; count++) step(count, MOST_ROWS, MOST_STEPS);
  const tensors = tf.memory().numTensors, used = heap.usedBytes, reserved = heap.reservedBytes;
  for (let count = 0; count < 10_000; count++) {
    step(count, 1 + random(MOST_ROWS - 1), 1 + random(MOST_STEPS - 1));
    if (tf.memory().numTensors !== tensors || heap.usedBytes !== used) {
      throw new Error(`step ${count} keeps tensors: ${tf.memory().numTensors}, not ${tensors}`);
    }
  }
  assertEquals(heap.reservedBytes, reserved);
  models.forEach(({ dispose }) => dispose());
  assertLess(heap.usedBytes, used);
});

/** A classifier of such a layer and a dense one. */
function createModel({ shapes, features, run }: Layer) {
  const variables = [...shapes, [features, 1]].map((shape, i) =>
    tf.variable(tf.randomUniform(shape, -0.3, 0.3, "float32", i + 1))
  );
  const adam = new Adam({ learningRate: 1e-3 });
  return {
    train(batch: Batch): void {
      tf.tidy(() => {
        const labels = tf.tensor2d(batch.lengths.map((length) => length % 2), [
          batch.lengths.length,
          1,
        ], "float32");
        const { value, grads } = tf.variableGrads(() => {
          const output = run(batch, variables.slice(0, -1)) as tf.Tensor2D;
          const logits = tf.matMul(output, variables.at(-1) as tf.Tensor as tf.Tensor2D);
          return tf.losses.sigmoidCrossEntropy(labels, logits) as tf.Scalar;
        }, variables);
        const gradients = variables.map(({ name }) => grads[name]!);
        adam.step(variables, clipByGlobalNorm(gradients, 1).clipped);
        if (!Number.isFinite(value.dataSync()[0]!)) throw new Error("the loss is not finite");
      });
    },
    dispose(): void {
      adam.dispose();
      tf.dispose(variables);
    },
  };
}
