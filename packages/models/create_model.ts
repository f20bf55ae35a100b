/**
 * From a configuration to a model.
 *
 * @module
 */
import type { PoolingKind } from "@sluice/kernels";
import * as layers from "@tensorflow/tfjs-layers";
import { checkModelConfig } from "./check_model_config.ts";
import { convolutionsOf, type Merge, type ModelConfig } from "./model_config.ts";
import { Dropouts } from "./dropouts.ts";
import { uniformForFanIn } from "./initializers.ts";
import { ConvolutionMaxLayer } from "./layers/convolution_max_layer.ts";
import { type Cell, RecurrentLayer } from "./layers/recurrent_layer.ts";
import { PoolingLayer } from "./layers/pooling_layer.ts";
import { TokenEmbedding } from "./layers/token_embedding.ts";
import { TokenMean } from "./layers/token_mean.ts";

/**
 * Creates a model with freshly drawn weights.
 *
 * Inputs: `inputIds` int32 [batch, time], right-padded, and `lengths` int32 [batch, 1]. Output: logits
 * float32 [batch, outputs]. What a row holds beyond its length never changes its logits.
 *
 * Embeddings are drawn from +-0.05, all other weights from +-1/sqrt(fan-in), each from a seed of its own
 * that follows from the configuration's.
 *
 * A model with dropout is trained with `model.apply(inputs, { training: true, step })`: its masks depend on
 * the seed, the step and the layer alone.
 *
 * @throws {RangeError} if the configuration is not valid.
 */
export function createModel(config: ModelConfig): layers.LayersModel {
  checkModelConfig(config);
  const nextSeed = seeds(config.seed);
  const inputIds = layers.input({ shape: [null], dtype: "int32", name: "inputIds" });
  const lengths = layers.input({ shape: [1], dtype: "int32", name: "lengths" });
  const dropouts = new Dropouts(config.seed);
  const features = dropouts.of(
    createFeatures(config, inputIds, lengths, nextSeed, dropouts),
    "features_dropout",
    config.layerDropout,
  );
  const fanIn = features.shape.at(-1)!;
  const logits = layers.layers.dense({
    name: "logits",
    units: config.outputs ?? 1,
    kernelInitializer: uniformForFanIn(fanIn, nextSeed()),
    biasInitializer: uniformForFanIn(fanIn, nextSeed()),
  }).apply(features) as layers.SymbolicTensor;
  return layers.model({ name: config.architecture, inputs: [inputIds, lengths], outputs: logits });
}

/** From token ids [batch, time] to the features [batch, n] of the dense layer. */
function createFeatures(
  config: ModelConfig,
  inputIds: layers.SymbolicTensor,
  lengths: layers.SymbolicTensor,
  nextSeed: () => number,
  dropouts: Dropouts,
): layers.SymbolicTensor {
  const { architecture, pool = "last", vocabSize, embeddingSize, bigramBuckets = 0 } = config;
  const embedding = { name: "embedding", vocabSize, embeddingSize, seed: nextSeed() };
  const pooled = (kind: PoolingKind, states: layers.SymbolicTensor) =>
    new PoolingLayer({ name: `pool_${kind}`, kind, seed: nextSeed() })
      .apply([states, lengths]) as layers.SymbolicTensor;
  const drop = (features: layers.SymbolicTensor) =>
    dropouts.of(features, "embedding_dropout", config.embeddingDropout);
  if (architecture === "bow") {
    nextSeed(); // A seed that nothing draws from, so that the dense layer keeps its own.
    const mean = new TokenMean({ ...embedding, bigramBuckets }).apply([inputIds, lengths]);
    // The mean of embeddings that all lack the same features is the mean that lacks them.
    return drop(mean as layers.SymbolicTensor);
  }
  const input = drop(new TokenEmbedding(embedding).apply(inputIds) as layers.SymbolicTensor);
  if (architecture === "cnn") {
    const options = { name: "convolutions", ...convolutionsOf(config), seed: nextSeed() };
    return new ConvolutionMaxLayer(options).apply([input, lengths]) as layers.SymbolicTensor;
  }
  const states = recurrentLayers({ ...config, architecture }, input, lengths, nextSeed, dropouts);
  return pool === "last" ? states : pooled(pool, states);
}

function recurrentLayers(
  config: ModelConfig & { architecture: Cell },
  embedded: layers.SymbolicTensor,
  lengths: layers.SymbolicTensor,
  nextSeed: () => number,
  dropouts: Dropouts,
): layers.SymbolicTensor {
  const { hiddenSize, layers = 1, bidirectional = false, merge = "concat", pool = "last" } = config;
  const { architecture, heldGates, layerDropout, recurrentDropout } = config;
  let features = embedded;
  for (let i = 1; i <= layers; i++) {
    if (i > 1) features = dropouts.of(features, `${architecture}_${i}_dropout`, layerDropout);
    const direction = (reverse: boolean) => {
      const dropout = dropouts.next(recurrentDropout);
      return new RecurrentLayer({
        name: `${architecture}_${i}${reverse ? "_reverse" : ""}`,
        cell: architecture,
        hiddenSize,
        reverse,
        returnSequences: i < layers || pool !== "last",
        ...(heldGates === undefined ? {} : { heldGates }),
        ...(dropout === undefined ? {} : { recurrentDropout: dropout }),
        seed: nextSeed(),
      }).apply([features, lengths]) as layers.SymbolicTensor;
    };
    const forward = direction(false);
    features = bidirectional ? joined(merge, `merge_${i}`, [forward, direction(true)]) : forward;
  }
  return features;
}

function joined(
  merge: Merge,
  name: string,
  directions: layers.SymbolicTensor[],
): layers.SymbolicTensor {
  const layer = {
    concat: layers.layers.concatenate,
    sum: layers.layers.add,
    average: layers.layers.average,
    multiply: layers.layers.multiply,
  }[merge];
  return layer({ name }).apply(directions) as layers.SymbolicTensor;
}

/** Seeds for the layers, a hundred apart: a layer's weights take one each from there on. */
function seeds(seed: number): () => number {
  let next = seed * 10_000;
  return () => next += 100;
}
