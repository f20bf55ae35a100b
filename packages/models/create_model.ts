/**
 * From a configuration to a model.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { checkModelConfig, convolutionsOf, type Merge, type ModelConfig } from "./model_config.ts";
import { uniformForFanIn } from "./initializers.ts";
import { ConvolutionMaxLayer } from "./layers/convolution_max_layer.ts";
import { type Cell, RecurrentLayer } from "./layers/recurrent_layer.ts";
import { TokenEmbedding } from "./layers/token_embedding.ts";

/**
 * Creates a model with freshly drawn weights.
 *
 * Inputs: `inputIds` int32 [batch, time], right-padded, and `lengths` int32 [batch, 1]. Output: logits
 * float32 [batch, 1]. What a row holds beyond its length never changes its logit.
 *
 * Embeddings are drawn from +-0.05, all other weights from +-1/sqrt(fan-in), each from a seed of its own
 * that follows from the configuration's.
 *
 * @throws {RangeError} if the configuration is not valid.
 */
export function createModel(config: ModelConfig): tf.LayersModel {
  checkModelConfig(config);
  const nextSeed = seeds(config.seed);
  const inputIds = tf.input({ shape: [null], dtype: "int32", name: "inputIds" });
  const lengths = tf.input({ shape: [1], dtype: "int32", name: "lengths" });
  const embedded = new TokenEmbedding({
    name: "embedding",
    vocabSize: config.vocabSize,
    embeddingSize: config.embeddingSize,
    seed: nextSeed(),
  }).apply(inputIds) as tf.SymbolicTensor;

  const features = config.architecture === "cnn"
    ? new ConvolutionMaxLayer({ name: "convolutions", ...convolutionsOf(config), seed: nextSeed() })
      .apply([embedded, lengths]) as tf.SymbolicTensor
    : recurrentLayers(
      { ...config, architecture: config.architecture },
      embedded,
      lengths,
      nextSeed,
    );
  const fanIn = features.shape.at(-1)!;
  const logits = tf.layers.dense({
    name: "logits",
    units: 1,
    kernelInitializer: uniformForFanIn(fanIn, nextSeed()),
    biasInitializer: uniformForFanIn(fanIn, nextSeed()),
  }).apply(features) as tf.SymbolicTensor;
  return tf.model({ name: config.architecture, inputs: [inputIds, lengths], outputs: logits });
}

function recurrentLayers(
  config: ModelConfig & { architecture: Cell },
  embedded: tf.SymbolicTensor,
  lengths: tf.SymbolicTensor,
  nextSeed: () => number,
): tf.SymbolicTensor {
  const { hiddenSize, layers = 1, bidirectional = false, merge = "concat" } = config;
  let features = embedded;
  for (let i = 1; i <= layers; i++) {
    const direction = (reverse: boolean) =>
      new RecurrentLayer({
        name: `${config.architecture}_${i}${reverse ? "_reverse" : ""}`,
        cell: config.architecture,
        hiddenSize,
        reverse,
        returnSequences: i < layers,
        seed: nextSeed(),
      }).apply([features, lengths]) as tf.SymbolicTensor;
    const forward = direction(false);
    features = bidirectional ? joined(merge, `merge_${i}`, [forward, direction(true)]) : forward;
  }
  return features;
}

function joined(merge: Merge, name: string, directions: tf.SymbolicTensor[]): tf.SymbolicTensor {
  const layer = {
    concat: tf.layers.concatenate,
    sum: tf.layers.add,
    average: tf.layers.average,
    multiply: tf.layers.multiply,
  }[merge];
  return layer({ name }).apply(directions) as tf.SymbolicTensor;
}

/** Seeds for the weights, ten apart: a layer's own weights take the next few. */
function seeds(seed: number): () => number {
  let next = seed * 1000;
  return () => next += 10;
}
