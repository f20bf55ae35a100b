/**
 * Fast tensor operations under TensorFlow.js: the backend `sluice` for the CPU, and fused operations for
 * text classifiers.
 *
 * @module
 */
import { registerBackend } from "./devices/cpu/register.ts";

registerBackend();

export {
  type CpuInfo,
  type Device,
  type DeviceInfo,
  devices,
  type TensorFlowInfo,
  type WebGpuInfo,
} from "./device.ts";
export { type DeviceOptions, useDevice } from "./use_device.ts";
export type { CpuOptions } from "./devices/cpu/use_cpu.ts";
export { Adam, type AdamOptions, type AdamState } from "./ops/adam.ts";
export { clipByGlobalNorm, type ClippedTensors } from "./ops/clip_by_global_norm.ts";
export {
  conv1dRelu,
  conv1dReluMax,
  type ConvolutionOptions,
  convolutionStackMax,
} from "./ops/convolution.ts";
export type { ConvolutionWeights } from "./ops/convolution_weights.ts";
export { dropout, type DropoutOptions } from "./ops/dropout.ts";
export { embedding } from "./ops/embedding.ts";
export { bigramBucket, MOST_BIGRAM_BUCKETS } from "./ops/bigrams.ts";
export { embeddingMean, type EmbeddingMeanOptions } from "./ops/embedding_mean.ts";
export * from "./ops/lstm.ts";
export * from "./ops/gru.ts";
export { lengthsTensor } from "./ops/lengths_tensor.ts";
export type { RowLengths } from "./ops/row_lengths.ts";
export { pool } from "./ops/pooling.ts";
export type { PoolingKind } from "./ops/pooling_kind.ts";
export * from "./ops/rnn.ts";
export type { RecurrentOptions } from "./ops/recurrent_tensors.ts";
export { sigmoidCrossEntropy } from "./ops/sigmoid_cross_entropy.ts";
export { softmaxCrossEntropy } from "./ops/softmax_cross_entropy.ts";
export type { VectorBits } from "./devices/cpu/runtime/vector_width.ts";
export type { SimdKind } from "./devices/cpu/runtime/runtime.ts";
