// A model's weights as named arrays, and back.
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NamedTensor } from "./safetensors.ts";

/** Copies the weights of a model, in its order. */
export async function copyWeights(model: LayersModel): Promise<NamedTensor[]> {
  return await Promise.all(model.weights.map(async (weight) => ({
    name: weight.originalName,
    shape: [...weight.shape] as number[],
    data: (await weight.read().data() as Float32Array).slice(),
  })));
}

/**
 * Gives a model the weights that {@linkcode copyWeights} took of one like it.
 *
 * @throws {Error} One line, where names or shapes are not the model's.
 */
export function restoreWeights(
  model: LayersModel,
  weights: readonly NamedTensor[],
  where: string,
): void {
  const describe = (list: readonly { name: string; shape: readonly (number | null)[] }[]) =>
    list.map(({ name, shape }) => `${name} [${shape.join(", ")}]`).join(", ");
  const expected = model.weights.map(({ originalName, shape }) => ({ name: originalName, shape }));
  if (describe(weights) !== describe(expected)) {
    // The names of a file may be anything.
    const given = describe(weights).replace(/\s+/g, " ").slice(0, 300);
    throw new Error(`${where}: its weights are ${given}; the model has ${describe(expected)}`);
  }
  tf.tidy(() => model.setWeights(weights.map(({ data, shape }) => tf.tensor(data, shape))));
}

/** Whether all numbers are finite. */
export function isFiniteArray(values: Float32Array): boolean {
  // A loop, since `every` is many times slower once vectors of 256 bits have been in use.
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}
