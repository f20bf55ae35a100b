/**
 * How large a model is, before it is made.
 *
 * @module
 */
import { convolutionsOf, type ModelConfig } from "./model_config.ts";

/** Matrices of each recurrent cell, and vectors of its bias, of hiddenSize columns each. */
const CELLS = {
  lstm: { gates: 4, biases: 4 },
  // Reset after the product: of the recurrent part, a bias of its own.
  gru: { gates: 3, biases: 6 },
  rnn: { gates: 1, biases: 1 },
} as const;

/**
 * The number of a model's weights, as `createModel(config).countParams()` has it, without making it: a file
 * may ask for a model that no machine holds.
 *
 * @param config A configuration whose fields are valid, each by itself.
 *
 * @example
 * ```ts
 * import { countParameters } from "@sluice/models/count_parameters";
 * import { assertEquals } from "@std/assert";
 *
 * const size = { vocabSize: 1000, embeddingSize: 32, hiddenSize: 64, seed: 1 };
 * assertEquals(countParameters({ architecture: "lstm", ...size }), 32_000 + 24_832 + 65);
 * ```
 */
export function countParameters(config: ModelConfig): number {
  const { vocabSize, embeddingSize, bigramBuckets = 0, outputs = 1 } = config;
  const table = (vocabSize + bigramBuckets) * embeddingSize;
  const { weights, features } = countFeatures(config);
  return table + weights + (features + 1) * outputs;
}

/** The weights between embeddings and features, and the number of features. */
function countFeatures(config: ModelConfig): { weights: number; features: number } {
  const { architecture, embeddingSize, hiddenSize, layers = 1, bidirectional = false } = config;
  const { merge = "concat", pool = "last" } = config;
  let features = embeddingSize, weights = 0;
  if (architecture === "bow") return { weights, features };
  if (architecture === "cnn") {
    const { filters, widths } = convolutionsOf(config);
    filters.forEach((count, i) => {
      weights += (widths[i]! * features + 1) * count;
      features = count;
    });
    return { weights, features };
  }
  const { gates, biases } = CELLS[architecture];
  const directions = bidirectional ? 2 : 1;
  for (let layer = 0; layer < layers; layer++) {
    weights += directions * hiddenSize * (gates * (features + hiddenSize) + biases);
    features = hiddenSize * (merge === "concat" ? directions : 1);
  }
  return { weights: weights + (pool === "attention" ? features : 0), features };
}
