/**
 * Where layers with dropout get their masks from.
 *
 * @module
 */
import { dropout } from "@sluice/kernels";
import * as tf from "@tensorflow/tfjs-core";

/** What decides a layer's masks, but for the training step. */
export interface DropoutSource {
  /** The share that is dropped, above 0 and below 1. */
  rate: number;
  /** The model's seed. */
  seed: number;
  /** The place in the model, another one for each mask. */
  place: number;
}

/** Places in a model are below this. */
const PLACES = 65_536;

/**
 * Drops elements of `input` where a layer is called in training: `model.apply(inputs, { training: true,
 * step })`. Masks depend on seed, step and place alone, so a run that is resumed at a step draws those that
 * it would have drawn. An axis of size 1 in `noiseShape` shares the mask along it.
 *
 * @returns The input itself where the layer is not called in training.
 * @throws {RangeError} if the step is missing.
 */
export function dropoutInTraining<Input extends tf.Tensor>(
  { rate, seed, place }: DropoutSource,
  input: Input,
  call: { training?: boolean; step?: number } | undefined,
  noiseShape: readonly number[] = input.shape,
): Input {
  if (!call?.training) return input;
  if (call.step === undefined) {
    throw new RangeError(
      "dropout needs to know the step: apply the model with { training: true, step }",
    );
  }
  return dropout(input, rate, seed, call.step * PLACES + place, { noiseShape });
}

/** The factors of the state [batch, hiddenSize], for every step of the sequences; undefined: none. */
export function recurrentMask(
  source: DropoutSource | undefined,
  shape: [batch: number, hiddenSize: number],
  call: { training?: boolean; step?: number } | undefined,
): tf.Tensor2D | undefined {
  if (source === undefined || !call?.training) return undefined;
  return dropoutInTraining(source, tf.ones(shape) as tf.Tensor2D, call);
}
