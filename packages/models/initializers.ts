/**
 * How weights are drawn.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";

type Initializer = ReturnType<typeof layers.initializers.randomUniform>;

/** Uniform on [-limit, limit). The same seed gives the same values on every machine. */
export function uniform(limit: number, seed: number): Initializer {
  return layers.initializers.randomUniform({ minval: -limit, maxval: limit, seed });
}

/** Uniform on +-1/sqrt(fanIn), the default of PyTorch's linear and recurrent layers. */
export function uniformForFanIn(fanIn: number, seed: number): Initializer {
  return uniform(1 / Math.sqrt(fanIn), seed);
}

/** An initializer as a layer's configuration names it. */
export function describe(initializer: Initializer): tf.serialization.ConfigDict {
  return { className: initializer.getClassName(), config: initializer.getConfig() };
}
