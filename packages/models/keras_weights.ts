/**
 * Weights under the names that Keras gives them.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";
import { convolutionsOf, type ModelConfig } from "./model_config.ts";
import { recurrentWeights } from "./recurrent_weights.ts";

/** A weight under Keras's name for it. */
export interface KerasWeight {
  /** Layers and weight, for example `bidirectional_1/forward_lstm_1/lstm_cell/kernel`. */
  name: string;
  /** The size of each dimension. */
  shape: number[];
  /** The values, row-major. */
  data: Float32Array;
}

const CELLS = { lstm: "lstm", gru: "gru", rnn: "simple_rnn" } as const;

/**
 * The weights of a model, under Keras's names and in its shapes and gate orders: they fit Keras's Embedding,
 * LSTM, GRU (with `reset_after`, its default), SimpleRNN, Bidirectional, Conv1D and Dense layers as they
 * are. A gate that is held is held by its bias. The last layer gives logits. The rows of hashed bigrams are
 * the last ones of the embeddings; `bigramBucket` of @sluice/kernels tells which is whose.
 *
 * @param config What the model was made from.
 * @param model The model, which must not be trained meanwhile.
 */
export async function kerasWeights(
  config: ModelConfig,
  model: layers.LayersModel,
): Promise<KerasWeight[]> {
  const found: { name: string; tensor: tf.Tensor; isOwn: boolean }[] = [];
  const trained = new Set(model.getWeights());
  const add = (prefix: string, names: readonly string[], tensors: tf.Tensor[]) =>
    tensors.forEach((tensor, i) => {
      // Some are made here, of gates that are held; they must outlive the tidy.
      const isOwn = !trained.has(tensor);
      found.push({
        name: `${prefix}/${names[i]}`,
        tensor: isOwn ? tf.keep(tensor) : tensor,
        isOwn,
      });
    });
  const { architecture, layers = 1, bidirectional = false, pool } = config;
  tf.tidy(() => {
    add("embedding", ["embeddings"], model.getLayer("embedding").getWeights());
    if (architecture === "cnn") {
      const trained = model.getLayer("convolutions").getWeights();
      convolutionsOf(config).filters.forEach((_, i) =>
        add(`conv1d_${i + 1}`, ["kernel", "bias"], trained.slice(2 * i, 2 * i + 2))
      );
    } else if (architecture !== "bow") {
      const cell = CELLS[architecture];
      const names = ["kernel", "recurrent_kernel", "bias"];
      for (let i = 1; i <= layers; i++) {
        const name = `${architecture}_${i}`, layer = `${cell}_${i}`;
        const parts = bidirectional
          ? [
            [`bidirectional_${i}/forward_${layer}`, name],
            [`bidirectional_${i}/backward_${layer}`, `${name}_reverse`],
          ] as const
          : [[layer, name]] as const;
        for (const [prefix, ours] of parts) {
          add(`${prefix}/${cell}_cell`, names, recurrentWeights(config, model, ours));
        }
      }
    }
    if (pool === "attention" && architecture !== "bow" && architecture !== "cnn") {
      add("pool_attention", ["attention"], model.getLayer("pool_attention").getWeights());
    }
    add("logits", ["kernel", "bias"], model.getLayer("logits").getWeights());
  });
  const weights = await Promise.all(found.map(async ({ name, tensor }) => {
    const data = Float32Array.from(await tensor.data());
    return { name, shape: tensor.shape, data };
  }));
  tf.dispose(found.filter(({ isOwn }) => isOwn).map(({ tensor }) => tensor));
  return weights;
}
