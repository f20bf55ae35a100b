// Embeddings of stock layers, and tables that tell padding from tokens.
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import type { ModelConfig } from "./model_config.ts";

/** Weights of stock layers by the layer's name. */
export type Weights = Map<string, tf.Tensor[]>;

/** A stock embedding of this many features, without weights yet. */
export function embeddingLayer(
  name: string,
  config: Pick<ModelConfig, "vocabSize" | "embeddingSize">,
  maskZero: boolean,
): layers.layers.Layer {
  return layers.layers.embedding({
    name,
    inputDim: config.vocabSize,
    outputDim: config.embeddingSize,
    embeddingsInitializer: "zeros",
    maskZero,
  });
}

/** One number for each id, float32 [batch, time, 1]: one for padding, another for all tokens. */
export function idTable(
  config: ModelConfig,
  name: string,
  values: { padding: number; token: number },
  inputIds: layers.SymbolicTensor,
  weights: Weights,
): layers.SymbolicTensor {
  const table = new Float32Array(config.vocabSize).fill(values.token);
  table[0] = values.padding;
  weights.set(name, [tf.tensor2d(table, [config.vocabSize, 1])]);
  return embeddingLayer(name, { ...config, embeddingSize: 1 }, false).apply(
    inputIds,
  ) as layers.SymbolicTensor;
}
