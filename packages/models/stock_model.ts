/**
 * Models of TensorFlow.js's own layers, which any TensorFlow.js loads and which predict the same as ours.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { convolutionsOf, type ModelConfig } from "./model_config.ts";
import { recurrentWeights } from "./recurrent_weights.ts";
import { attentionOverTime, maximumOverTime, meanOverTime } from "./stock_pooling.ts";
import { embeddingLayer, idTable, type Weights } from "./stock_tables.ts";

/** Weights are loaded: drawing some first would only cost time. */
const UNDRAWN = {
  kernelInitializer: "zeros",
  recurrentInitializer: "zeros",
  biasInitializer: "zeros",
} as const;

/**
 * Why a model cannot be made of stock layers exactly, in a few words; undefined where it can.
 */
export function whyNotStock(config: ModelConfig): string | undefined {
  if (config.architecture === "gru") {
    return "TensorFlow.js's own GRU applies the reset gate before the product, Sluice's after it, as Keras does";
  }
  if (config.bigramBuckets) return "no layer of TensorFlow.js's own hashes bigrams";
  return undefined;
}

/**
 * The same model made of stock layers alone: Embedding, LSTM, SimpleRNN, Bidirectional, Conv1D, Dense, and
 * such as Multiply, Softmax, Dot and GlobalMaxPooling1D where steps of padding must not count.
 *
 * Input: `inputIds` int32 [batch, time], right-padded with 0, the id of padding, which never occurs in a
 * text; a row ends at its first 0. Output: of two classes the probability of the second, float32 [batch, 1];
 * of more the probabilities of all, float32 [batch, outputs].
 *
 * @param config What the model was made from.
 * @param model The model, whose weights are copied.
 * @throws {Error} if stock layers cannot compute the same.
 */
export function stockModel(config: ModelConfig, model: layers.LayersModel): layers.LayersModel {
  const reason = whyNotStock(config);
  if (reason !== undefined) {
    throw new Error(`a ${config.architecture} cannot be made of stock layers: ${reason}`);
  }
  let stock: layers.LayersModel | undefined;
  tf.tidy(() => {
    const weights: Weights = new Map();
    const inputIds = layers.input({ shape: [null], dtype: "int32", name: "inputIds" });
    const { architecture } = config;
    const features = architecture === "cnn"
      ? convolutions(config, model, inputIds, weights)
      : architecture === "bow"
      ? meanOfEmbeddings(config, model, inputIds, weights)
      : recurrent({ ...config, architecture }, model, inputIds, weights);
    const { outputs = 1 } = config;
    const name = outputs === 1 ? "probability" : "probabilities";
    const probabilities = layers.layers.dense({
      name,
      units: outputs,
      activation: outputs === 1 ? "sigmoid" : "softmax",
      kernelInitializer: "zeros",
    }).apply(features) as layers.SymbolicTensor;
    weights.set(name, model.getLayer("logits").getWeights());
    stock = layers.model({ name: architecture, inputs: inputIds, outputs: probabilities });
    for (const [name, tensors] of weights) stock.getLayer(name).setWeights(tensors);
  });
  return stock!;
}

/** Recurrent layers whose steps of padding are masked: they keep the state as it was. */
function recurrent(
  config: ModelConfig & { architecture: string },
  model: layers.LayersModel,
  inputIds: layers.SymbolicTensor,
  weights: Weights,
): layers.SymbolicTensor {
  const { architecture, hiddenSize, bidirectional = false, pool = "last" } = config;
  const last = config.layers ?? 1;
  let features = embeddingLayer("embedding", config, true).apply(inputIds) as layers.SymbolicTensor;
  weights.set("embedding", model.getLayer("embedding").getWeights());
  for (let i = 1; i <= last; i++) {
    const name = `${architecture}_${i}`;
    const options = {
      ...UNDRAWN,
      name,
      units: hiddenSize,
      returnSequences: i < last || pool !== "last",
    };
    const layer = architecture === "lstm"
      ? layers.layers.lstm({ ...options, recurrentActivation: "sigmoid" })
      : layers.layers.simpleRNN(options);
    if (bidirectional) {
      const mergeMode =
        ({ concat: "concat", sum: "sum", average: "ave", multiply: "mul" } as const)[
          config.merge ?? "concat"
        ];
      const both = layers.layers.bidirectional({ name: `bidirectional_${i}`, layer, mergeMode });
      features = both.apply(features) as layers.SymbolicTensor;
      weights.set(`bidirectional_${i}`, [
        ...recurrentWeights(config, model, name),
        ...recurrentWeights(config, model, `${name}_reverse`),
      ]);
    } else {
      features = layer.apply(features) as layers.SymbolicTensor;
      weights.set(name, recurrentWeights(config, model, name));
    }
  }
  if (pool === "last") return features;
  const steps = { config, inputIds, features, weights };
  // A vector of zeros likes all steps alike. Not `meanOverTime`: TensorFlow.js hands the mask of one layer
  // on to the next that has none, and its softmax would heed it, did no product come in between.
  if (pool === "mean") return attentionOverTime(steps, tf.zeros([features.shape.at(-1)!]));
  if (pool === "max") return maximumOverTime(steps);
  return attentionOverTime(steps, model.getLayer(`pool_${pool}`).getWeights()[0]!);
}

/**
 * Convolutions that see zeros beyond a row's end, as ours do: padding is set to zero before each of them, by
 * a product with an embedding that is 0 for padding and 1 for all else. After the last, too, where zeros
 * never win, as no output of a ReLU is below them.
 */
function convolutions(
  config: ModelConfig,
  model: layers.LayersModel,
  inputIds: layers.SymbolicTensor,
  weights: Weights,
): layers.SymbolicTensor {
  const mask = idTable(config, "mask", { padding: 0, token: 1 }, inputIds, weights);
  const masked = (features: layers.SymbolicTensor, name: string) =>
    layers.layers.multiply({ name }).apply([features, mask]) as layers.SymbolicTensor;
  const embedded = embeddingLayer("embedding", config, false).apply(
    inputIds,
  ) as layers.SymbolicTensor;
  weights.set("embedding", model.getLayer("embedding").getWeights());
  let features = masked(embedded, "masked_embedding");
  const { filters, widths } = convolutionsOf(config);
  const trained = model.getLayer("convolutions").getWeights();
  filters.forEach((count, i) => {
    const name = `conv1d_${i + 1}`;
    const convolved = layers.layers.conv1d({
      name,
      filters: count,
      kernelSize: widths[i]!,
      padding: "same",
      activation: "relu",
      kernelInitializer: "zeros",
    }).apply(features) as layers.SymbolicTensor;
    weights.set(name, trained.slice(2 * i, 2 * i + 2));
    features = masked(convolved, `masked_${name}`);
  });
  return layers.layers.globalMaxPooling1d({ name: "max_over_time" }).apply(
    features,
  ) as layers.SymbolicTensor;
}

/** The mean of a row's embeddings. That of padding is zero, for rows of nothing else. */
function meanOfEmbeddings(
  config: ModelConfig,
  model: layers.LayersModel,
  inputIds: layers.SymbolicTensor,
  weights: Weights,
): layers.SymbolicTensor {
  const features = embeddingLayer("embedding", config, false).apply(
    inputIds,
  ) as layers.SymbolicTensor;
  const table = model.getLayer("embedding").getWeights()[0] as tf.Tensor2D;
  const { vocabSize, embeddingSize } = config;
  weights.set("embedding", [
    tf.concat([tf.zeros([1, embeddingSize]), tf.slice(table, [1, 0], [vocabSize - 1, -1])]),
  ]);
  return meanOverTime({ config, inputIds, features, weights });
}
