// What the WebAssembly module exports. A kernel takes a pointer to its task (a struct that the caller has
// written), the number of the calling thread, and the number of threads; each thread does its share.

import { shareStart } from "./vector";

export { adamStep } from "./adam";
export { clippingChunks, scaleTensors, sumSquares } from "./clipping";
export {
  convolutionBufferSize,
  convolutionForward,
  convolutionPack,
  convolutionScratchSize,
} from "./convolution";
export { fastConvolutionScratchSize } from "./fast_convolution";
export {
  convolutionBackward,
  convolutionGradientScratchSize,
  convolutionPackBackward,
  convolutionPaddedSize,
  convolutionReduce,
  convolutionSliceSize,
} from "./convolution_gradient";
export { dropout, dropoutScratchSize } from "./dropout";
export { binary, unary } from "./elementwise";
export { embeddingBackward, embeddingForward } from "./embedding";
export { embeddingMeanBackward, embeddingMeanForward, embeddingMeanItemsSize } from "./embedding_mean";
export { matMul, matMulPack, matMulScratchSize } from "./matmul";
export { addPatches, gatherPatches } from "./patches";
export { poolingBackward, poolingForward, poolingReduce } from "./pooling";
export { probe, probeSize } from "./probe";
export { setWide } from "./products";
export { reduce, softmax } from "./reductions";
export { transpose } from "./transpose";

export { recurrentForward } from "./recurrent";
export { recurrentBackward } from "./recurrent_gradient";
export { recurrentPackBackward, recurrentPackForward } from "./recurrent_pack";
export { recurrentReduce, recurrentScratchSize } from "./recurrent_weights";

/** The first byte that is the caller's to allocate. */
export function heapBase(): usize {
  return __heap_base;
}

@unmanaged
class FillTask {
  target: usize;
  bytes: u32;
}

/** Fills with zeros. */
export function fillZero(task: FillTask, thread: u32, threads: u32): void {
  const bytes = <usize>task.bytes, start = shareStart(bytes, thread, threads, 4096);
  memory.fill(task.target + start, 0, shareStart(bytes, thread + 1, threads, 4096) - start);
}
