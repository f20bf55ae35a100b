// Pooling over a row's own steps, composed of stock layers. Steps of padding get a score so low that no
// softmax and no maximum sees them.
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import type { ModelConfig } from "./model_config.ts";
import { idTable, type Weights } from "./stock_tables.ts";

/** What is pooled. */
export interface Steps {
  config: ModelConfig;
  inputIds: layers.SymbolicTensor;
  /** float32 [batch, time, features], zeros in rows of padding alone. */
  features: layers.SymbolicTensor;
  /** Takes the weights of the layers made here. */
  weights: Weights;
}

const PADDING_SCORE = -1e9;

/** The mean of steps without a mask: a sum weighted by the softmax of scores alike for all tokens. */
export function meanOverTime(steps: Steps): layers.SymbolicTensor {
  return weightedSum(steps, scoresAcross(steps));
}

/** The sum weighted by the softmax of each step's dot product with a vector. */
export function attentionOverTime(steps: Steps, vector: tf.Tensor): layers.SymbolicTensor {
  const query = constant(steps, "query", [1, vector.size], vector);
  const products = dot("products", [query, steps.features], [2, 2]);
  const scores = layers.layers.add({ name: "scores_of_steps" })
    .apply([products, scoresAcross(steps)]) as layers.SymbolicTensor;
  return weightedSum(steps, scores);
}

/** The maximum; zeros for rows of padding alone. */
export function maximumOverTime(steps: Steps): layers.SymbolicTensor {
  const size = steps.features.shape.at(-1)!;
  // The product with one changes nothing, but takes the mask away, which no maximum can handle.
  const one = constant(steps, "one", [size, size], tf.eye(size));
  const unmasked = dot("unmasked", [steps.features, one], [2, 1]);
  const lowered = layers.layers.add({ name: "lowered_padding" })
    .apply([unmasked, scores(steps)]) as layers.SymbolicTensor;
  const largest = layers.layers.globalMaxPooling1d({ name: "max_over_time" }).apply(lowered);
  const isText = layers.layers.globalMaxPooling1d({ name: "has_tokens" }).apply(mask(steps));
  return layers.layers.multiply({ name: "max_of_tokens" })
    .apply([largest, isText] as layers.SymbolicTensor[]) as layers.SymbolicTensor;
}

/** [batch, features]: the steps' sum, weighted by the softmax of scores [batch, 1, time]. */
function weightedSum({ features }: Steps, scores: layers.SymbolicTensor): layers.SymbolicTensor {
  const shares = layers.layers.softmax({ name: "shares", axis: -1 }).apply(scores);
  const sum = dot("weighted_sum", [shares as layers.SymbolicTensor, features], [2, 1]);
  return layers.layers.flatten({ name: "pooled" }).apply(sum) as layers.SymbolicTensor;
}

/** [batch, time, 1]: 0 for a token, and very low for padding. */
function scores({ config, inputIds, weights }: Steps): layers.SymbolicTensor {
  return idTable(config, "scores", { padding: PADDING_SCORE, token: 0 }, inputIds, weights);
}

function scoresAcross(steps: Steps): layers.SymbolicTensor {
  return layers.layers.permute({ name: "scores_across", dims: [2, 1] })
    .apply(scores(steps)) as layers.SymbolicTensor;
}

/** [batch, time, 1]: 1 for a token, 0 for padding. */
function mask({ config, inputIds, weights }: Steps): layers.SymbolicTensor {
  return idTable(config, "mask", { padding: 0, token: 1 }, inputIds, weights);
}

/** The same values for every row: the bias of a dense layer whose kernel is zero. */
function constant(
  steps: Steps,
  name: string,
  shape: number[],
  values: tf.Tensor,
): layers.SymbolicTensor {
  const given = layers.layers.globalAveragePooling1d({ name: `${name}_input` }).apply(
    idTable(steps.config, `${name}_mask`, { padding: 0, token: 1 }, steps.inputIds, steps.weights),
  );
  const dense = layers.layers.dense({ name, units: values.size, kernelInitializer: "zeros" });
  steps.weights.set(name, [tf.zeros([1, values.size]), tf.reshape(values, [values.size])]);
  return layers.layers.reshape({ name: `${name}_shaped`, targetShape: shape })
    .apply(dense.apply(given)) as layers.SymbolicTensor;
}

function dot(
  name: string,
  inputs: layers.SymbolicTensor[],
  axes: [number, number],
): layers.SymbolicTensor {
  return layers.layers.dot({ name, axes }).apply(inputs) as layers.SymbolicTensor;
}
