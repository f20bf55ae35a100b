/**
 * Registers the backend `sluice` and its kernels with tfjs.
 *
 * @module
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { BACKEND_NAME, SluiceBackend } from "./sluice_backend.ts";
import { fusedAdam } from "./kernels/adam.ts";
import { binaryKernels } from "./kernels/binary.ts";
import { cast } from "./kernels/cast.ts";
import { fusedClipping } from "./kernels/clipping.ts";
import {
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  fusedConv2d,
} from "./kernels/conv2d.ts";
import { fusedConvolution, fusedConvolutionGradient } from "./kernels/convolution.ts";
import { fusedDropout } from "./kernels/dropout.ts";
import { fusedEmbedding, fusedEmbeddingGradient } from "./kernels/embedding.ts";
import { fusedEmbeddingMean, fusedEmbeddingMeanGradient } from "./kernels/embedding_mean.ts";
import { gather, unsortedSegmentSum } from "./kernels/gather.ts";
import { batchMatMul, fusedMatMul } from "./kernels/matmul.ts";
import { fusedPooling, fusedPoolingGradient } from "./kernels/pooling.ts";
import { reductionKernels, softmax } from "./kernels/reductions.ts";
import { fusedRecurrent, fusedRecurrentGradient } from "./kernels/recurrent.ts";
import { fusedSigmoidCrossEntropy } from "./kernels/sigmoid_cross_entropy.ts";
import { slice, split } from "./kernels/slice.ts";
import { fusedSoftmaxCrossEntropy } from "./kernels/softmax_cross_entropy.ts";
import { transpose } from "./kernels/transpose.ts";
import { unaryKernels } from "./kernels/unary.ts";
import { Runtime } from "./runtime/runtime.ts";

const KERNELS = [
  batchMatMul,
  fusedAdam,
  fusedClipping,
  fusedConvolution,
  fusedConvolutionGradient,
  fusedDropout,
  fusedEmbedding,
  fusedEmbeddingGradient,
  fusedEmbeddingMean,
  fusedEmbeddingMeanGradient,
  fusedMatMul,
  fusedPooling,
  fusedPoolingGradient,
  fusedRecurrent,
  fusedRecurrentGradient,
  fusedSigmoidCrossEntropy,
  fusedSoftmaxCrossEntropy,
  cast,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  fusedConv2d,
  gather,
  slice,
  softmax,
  split,
  transpose,
  unsortedSegmentSum,
  ...binaryKernels,
  ...reductionKernels,
  ...unaryKernels,
];

/** What makes the backend when tfjs first needs it. */
let create: () => SluiceBackend | Promise<SluiceBackend>;

/**
 * Registers the backend, where it is not yet.
 *
 * @param factory Makes it; the default starts the kernels with their own defaults, for programs that say
 * `tf.setBackend("sluice")`.
 */
export function registerBackend(
  factory: typeof create = async () => new SluiceBackend(await Runtime.start()),
): void {
  create = factory;
  if (tf.findBackendFactory(BACKEND_NAME)) return;
  // Priority 0: never chosen unless asked for.
  tf.registerBackend(BACKEND_NAME, () => create(), 0);
}

const replaced = new Set(KERNELS.map((kernel) => kernel.kernelName));
for (const kernel of tf.getKernelsForBackend("cpu")) {
  if (!replaced.has(kernel.kernelName)) {
    tf.registerKernel({ ...kernel, backendName: BACKEND_NAME });
  }
}
for (const kernel of KERNELS) tf.registerKernel(kernel);
