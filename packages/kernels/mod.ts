/**
 * Fast tensor operations under TensorFlow.js: the backend `sluice` for the CPU, and fused operations for
 * text classifiers.
 *
 * @module
 */
import { registerBackend } from "./register.ts";

registerBackend();

export * from "./use_device.ts";
export * from "./ops/adam.ts";
export * from "./ops/embedding.ts";
export * from "./ops/lstm.ts";
export { lstmComposition } from "./ops/lstm_composition.ts";
export type { SimdKind } from "./runtime/runtime.ts";
