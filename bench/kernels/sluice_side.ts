/**
 * Our side: reads a case a line, answers with times. Run by main.ts in a process of its own.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { TextLineStream } from "./_text_lines.ts";
import { Adam, embedding, gru, lstm, rnn, useDevice } from "@sluice/kernels";
import type { Case } from "./cases.ts";

type Weights = tf.Variable[];

/** A question of main.ts. */
export interface Request {
  case: Case;
  mode: "train" | "infer";
  repeats: number;
}

await useDevice("cpu", { threads: Number(Deno.args[0] ?? navigator.hardwareConcurrency) });

interface Model {
  weights: Weights;
  logits: () => tf.Tensor;
  labels: tf.Tensor;
  adam: Adam;
}

let current = "";
let model: Model | undefined;

const GATES = { lstm: 4, gru: 3, rnn: 1, lstm2: 4, bilstm: 4 };

function createModel(c: Case): Model {
  const { batch, steps, embeddingSize, hiddenSize, vocabSize } = c;
  const weights: Weights = [];
  const weight = (...shape: number[]) => {
    const variable = tf.variable(tf.randomUniform(shape, -0.1, 0.1, "float32", weights.length + 1));
    weights.push(variable);
    return variable;
  };
  const table = weight(vocabSize, embeddingSize);
  const layerOf = (features: number) => {
    const columns = GATES[c.layer] * hiddenSize;
    const kernel = weight(features, columns), recurrentKernel = weight(hiddenSize, columns);
    const bias = c.layer === "gru" ? weight(2, columns) : weight(columns);
    const operation = c.layer === "gru" ? gru : c.layer === "rnn" ? rnn : lstm;
    return (input: tf.Tensor, options: { reverse?: boolean; returnSequences?: boolean } = {}) =>
      (operation as typeof lstm)(
        input as tf.Tensor3D,
        kernel as unknown as tf.Tensor2D,
        recurrentKernel as unknown as tf.Tensor2D,
        bias as unknown as tf.Tensor1D,
        options,
      );
  };
  const first = layerOf(embeddingSize);
  const second = c.layer === "lstm2"
    ? layerOf(hiddenSize)
    : c.layer === "bilstm"
    ? layerOf(embeddingSize)
    : undefined;
  const dense = weight(c.layer === "bilstm" ? 2 * hiddenSize : hiddenSize, 1),
    denseBias = weight(1);
  const ids = tf.randomUniform([batch, steps], 0, vocabSize - 0.01, "float32", 99).toInt();
  const labels = tf.range(0, batch).mod(2).reshape([batch, 1]);
  const logits = () => {
    const embedded = embedding(ids, table as unknown as tf.Tensor2D);
    const features = c.layer === "lstm2"
      ? second!(first(embedded, { returnSequences: true }))
      : c.layer === "bilstm"
      ? tf.concat([first(embedded), second!(embedded, { reverse: true })], 1)
      : first(embedded);
    return tf.add(tf.matMul(features as tf.Tensor2D, dense as unknown as tf.Tensor2D), denseBias);
  };
  return { weights, logits, labels, adam: new Adam({ learningRate: 3e-4 }) };
}

function trainingStep({ weights, logits, labels, adam }: Model): void {
  const { value, grads } = tf.variableGrads(
    () => tf.losses.sigmoidCrossEntropy(labels, logits()) as tf.Scalar,
    weights,
  );
  adam.step(weights, weights.map((variable) => grads[variable.name]!));
  value.dataSync();
  tf.dispose([value, grads]);
}

const input = Deno.stdin.readable.pipeThrough(new TextLineStream());
for await (const line of input) {
  const request = JSON.parse(line) as Request;
  if (JSON.stringify(request.case) !== current) {
    if (model) {
      model.adam.dispose();
      tf.dispose([model.weights, model.labels]);
    }
    model = createModel(request.case);
    current = JSON.stringify(request.case);
  }
  const milliseconds: number[] = [];
  for (let i = 0; i < request.repeats; i++) {
    const start = performance.now();
    if (request.mode === "train") trainingStep(model!);
    else tf.tidy(() => void model!.logits().dataSync());
    milliseconds.push(performance.now() - start);
  }
  console.log(JSON.stringify({ milliseconds }));
}
