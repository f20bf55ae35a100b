/**
 * Fast tensor operations under TensorFlow.js: the backend `sluice` for the CPU, and fused operations for
 * text classifiers.
 *
 * @module
 */
import { registerBackend } from "./register.ts";

registerBackend();

export * from "./use_device.ts";
export { Adam, type AdamOptions, type AdamState } from "./ops/adam.ts";
export * from "./ops/convolution.ts";
export { convolutionComposition } from "./ops/convolution_composition.ts";
export { embedding } from "./ops/embedding.ts";
export * from "./ops/lstm.ts";
export * from "./ops/gru.ts";
export * from "./ops/rnn.ts";
export type { RecurrentOptions } from "./ops/recurrent.ts";
export type { SimdKind } from "./runtime/runtime.ts";
