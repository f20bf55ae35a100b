/**
 * Our side: reads a case a line, answers with times. Run by main.ts in a process of its own.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { TextLineStream } from "./_text_lines.ts";
import {
  Adam,
  convolutionStackMax,
  type ConvolutionWeights,
  embedding,
  embeddingMean,
  gru,
  lstm,
  rnn,
  sigmoidCrossEntropy,
  useDevice,
} from "@sluice/kernels";
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

/** Creates a weight of this shape, drawn from +-0.1. */
type NewWeight = (...shape: number[]) => tf.Variable;

/** From embeddings to the features of the dense layer. */
type Features = (embedded: tf.Tensor) => tf.Tensor;

function createModel(c: Case): Model {
  const weights: Weights = [];
  const weight: NewWeight = (...shape) => {
    const variable = tf.variable(tf.randomUniform(shape, -0.1, 0.1, "float32", weights.length + 1));
    weights.push(variable);
    return variable;
  };
  const table = weight(c.vocabSize, c.embeddingSize);
  const features = c.layer === "bow" ? undefined : createFeatures(c, weight);
  const dense = weight(denseInputs(c), 1);
  const denseBias = weight(1);
  const ids = tf.cast(
    tf.randomUniform([c.batch, c.steps], 0, c.vocabSize - 0.01, "float32", 99),
    "int32",
  ) as tf.Tensor2D;
  const labels = tf.reshape(tf.mod(tf.range(0, c.batch), 2), [c.batch, 1]);
  const logits = () => {
    const rows = table as unknown as tf.Tensor2D;
    const output = (features?.(embedding(ids, rows)) ?? embeddingMean(ids, rows)) as tf.Tensor2D;
    return tf.add(tf.matMul(output, dense as unknown as tf.Tensor2D), denseBias);
  };
  return { weights, logits, labels, adam: new Adam({ learningRate: 3e-4 }) };
}

function denseInputs({ layer, embeddingSize, hiddenSize }: Case): number {
  return layer === "bow" ? embeddingSize : layer === "bilstm" ? 2 * hiddenSize : hiddenSize;
}

function createFeatures(c: Case, weight: NewWeight): Features {
  const { embeddingSize, hiddenSize } = c;
  if (c.layer === "cnn") {
    const layers = [embeddingSize, hiddenSize].map((channels) => ({
      kernel: weight(5, channels, hiddenSize),
      bias: weight(hiddenSize),
    })) as unknown as ConvolutionWeights[];
    return (embedded) => convolutionStackMax(embedded as tf.Tensor3D, layers);
  }
  const first = createRecurrent(c, embeddingSize, weight);
  if (c.layer === "lstm2") {
    const second = createRecurrent(c, hiddenSize, weight);
    return (embedded) => second(first(embedded, { returnSequences: true }));
  }
  if (c.layer === "bilstm") {
    const second = createRecurrent(c, embeddingSize, weight);
    return (embedded) => tf.concat([first(embedded), second(embedded, { reverse: true })], 1);
  }
  return first;
}

function createRecurrent(c: Case, features: number, weight: NewWeight) {
  const { layer, hiddenSize } = c;
  const columns = (layer === "gru" ? 3 : layer === "rnn" ? 1 : 4) * hiddenSize;
  const kernel = weight(features, columns) as unknown as tf.Tensor2D;
  const recurrentKernel = weight(hiddenSize, columns) as unknown as tf.Tensor2D;
  const bias = (layer === "gru" ? weight(2, columns) : weight(columns)) as unknown as tf.Tensor1D;
  const operation = (layer === "gru" ? gru : layer === "rnn" ? rnn : lstm) as typeof lstm;
  return (input: tf.Tensor, options: { reverse?: boolean; returnSequences?: boolean } = {}) =>
    operation(input as tf.Tensor3D, kernel, recurrentKernel, bias, options);
}

function trainingStep({ weights, logits, labels, adam }: Model): void {
  const { value, grads } = tf.variableGrads(
    () => sigmoidCrossEntropy(labels, logits()),
    weights,
  );
  adam.step(weights, weights.map((variable) => grads[variable.name]!));
  value.dataSync();
  tf.dispose([value, grads]);
}

/** As Linux counts it; null elsewhere. */
function peakMebibytes(): number | null {
  if (Deno.build.os !== "linux") return null;
  return Number(/VmHWM:\s+(\d+)/.exec(Deno.readTextFileSync("/proc/self/status"))![1]) / 1024;
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
  console.log(JSON.stringify({ milliseconds, peakMebibytes: peakMebibytes() }));
}
