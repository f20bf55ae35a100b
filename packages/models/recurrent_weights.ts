// The weights of a recurrent layer as a stock layer takes them.
import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";
import type { ModelConfig } from "./model_config.ts";

/** In float32, the sigmoid of this is exactly 1, and of its negative a number that no result shows. */
const SATURATED = 100;

/**
 * Kernel, recurrent kernel and bias of one of a model's recurrent layers. A gate that is held has weights
 * of zero and the bias whose sigmoid is its value, which is what holds it in a stock LSTM.
 */
export function recurrentWeights(
  { heldGates = {} }: ModelConfig,
  model: layers.LayersModel,
  name: string,
): tf.Tensor[] {
  const weights = model.getLayer(name).getWeights();
  const held = (["input", "forget", undefined, "output"] as const).map((gate) =>
    gate === undefined ? undefined : heldGates[gate]
  );
  if (held.every((value) => value === undefined)) return weights;
  return weights.map((weight) => {
    const gates = tf.split(weight, 4, -1);
    return tf.concat(
      gates.map((gate, i) => {
        const value = held[i];
        if (value === undefined) return gate;
        const bias = value === 0 || value === 1
          ? SATURATED * (2 * value - 1)
          : Math.log(value / (1 - value));
        return tf.fill(gate.shape, gate.rank === 1 ? bias : 0);
      }),
      -1,
    );
  });
}
