/**
 * Calling our own kernels, whose attributes are more than tfjs's types allow.
 *
 * @module
 */
import "../gradients/tfjs_gradients.js";
import * as tf from "@tensorflow/tfjs-core";

/** The inputs of a kernel; a list where it takes a list. */
export type NamedTensors = Readonly<Record<string, tf.Tensor | readonly tf.Tensor[]>>;

/** Whether the present backend has a kernel. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs a kernel of the present backend. */
export function runKernel<Output extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: NamedTensors,
  attributes: object = {},
): Output {
  return tf.engine().runKernel(
    name,
    inputs as unknown as tf.NamedTensorMap,
    attributes as Record<string, number>,
  ) as Output;
}

/**
 * An operation with a gradient of its own: `tf.customGrad`, typed for lists.
 *
 * @param inputs The tensors that have gradients.
 * @param forward Gets a function that keeps tensors for the gradient; returns the output, and the function
 * from the output's gradient and the kept tensors to the inputs' gradients.
 */
export function withGradient(
  inputs: tf.Tensor[],
  forward: (save: (tensors: tf.Tensor[]) => void) => {
    value: tf.Tensor;
    gradient: (outputGradient: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  },
): tf.Tensor {
  return tf.customGrad((...parameters) => {
    const save = parameters.pop() as unknown as (tensors: tf.Tensor[]) => void;
    const { value, gradient } = forward(save);
    return { value, gradFunc: gradient };
  })(...inputs);
}
