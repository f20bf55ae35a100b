/**
 * tfjs's own kernels, for what ours do not do.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";

/** What a kernel is called with. */
export type KernelParameters = Parameters<tf.KernelConfig["kernelFunc"]>[0];

/** Runs tfjs's kernel for the CPU on our backend. */
export function fallBack(kernelName: string, parameters: KernelParameters): tf.TensorInfo {
  return tf.getKernel(kernelName, "cpu").kernelFunc(parameters) as tf.TensorInfo;
}

/** Whether all are float32 and none is empty: what our kernels take. */
export function isPlain(...tensors: tf.TensorInfo[]): boolean {
  return tensors.every(({ dtype, shape }) => dtype === "float32" && !shape.includes(0));
}
