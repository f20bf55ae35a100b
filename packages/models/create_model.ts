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
import { PoolingLayer } from "./layers/pooling_layer.ts";
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

  const features = createFeatures(config, embedded, lengths, nextSeed);
  const fanIn = features.shape.at(-1)!;
  const logits = tf.layers.dense({
    name: "logits",
    units: 1,
    kernelInitializer: uniformForFanIn(fanIn, nextSeed()),
    biasInitializer: uniformForFanIn(fanIn, nextSeed()),
  }).apply(features) as tf.SymbolicTensor;
  return tf.model({ name: config.architecture, inputs: [inputIds, lengths], outputs: logits });
}

/** From embeddings [batch, time, embeddingSize] to the features [batch, n] of the dense layer. */
function createFeatures(
  config: ModelConfig,
  embedded: tf.SymbolicTensor,
  lengths: tf.SymbolicTensor,
  nextSeed: () => number,
): tf.SymbolicTensor {
  const { architecture, pool = "last" } = config;
  if (architecture === "cnn") {
    const options = { name: "convolutions", ...convolutionsOf(config), seed: nextSeed() };
    return new ConvolutionMaxLayer(options).apply([embedded, lengths]) as tf.SymbolicTensor;
  }
  const states = architecture === "bow"
    ? embedded
    : recurrentLayers({ ...config, architecture }, embedded, lengths, nextSeed);
  const kind = architecture === "bow" ? "mean" : pool;
  if (kind === "last") return states;
  const pooling = new PoolingLayer({ name: `pool_${kind}`, kind, seed: nextSeed() });
  return pooling.apply([states, lengths]) as tf.SymbolicTensor;
}

function recurrentLayers(
  config: ModelConfig & { architecture: Cell },
  embedded: tf.SymbolicTensor,
  lengths: tf.SymbolicTensor,
  nextSeed: () => number,
): tf.SymbolicTensor {
  const { hiddenSize, layers = 1, bidirectional = false, merge = "concat", pool = "last" } = config;
  const { heldGates } = config;
  let features = embedded;
  for (let i = 1; i <= layers; i++) {
    const direction = (reverse: boolean) =>
      new RecurrentLayer({
        name: `${config.architecture}_${i}${reverse ? "_reverse" : ""}`,
        cell: config.architecture,
        hiddenSize,
        reverse,
        returnSequences: i < layers || pool !== "last",
        ...(heldGates === undefined ? {} : { heldGates }),
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

/** Seeds for the layers, a hundred apart: a layer's weights take one each from there on. */
function seeds(seed: number): () => number {
  let next = seed * 10_000;
  return () => next += 100;
}
