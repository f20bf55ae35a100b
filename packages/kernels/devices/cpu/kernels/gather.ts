/**
 * `GatherV2` and its gradient `UnsortedSegmentSum` on the sluice backend: see assembly/embedding.ts.
 *
 * @module
 */
import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { EMBEDDING_TASK } from "./embedding.ts";
import { fallBack, isPlain } from "./fall_back.ts";

/** Along the first axis; the rest, and ids that are out of range, fall back to tfjs's kernel. */
export const gather: KernelConfig = {
  kernelName: "GatherV2",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { x, indices } = parameters.inputs as { x: TensorInfo; indices: TensorInfo };
    const { axis, batchDims } = parameters.attrs as unknown as { axis: number; batchDims: number };
    const backend = parameters.backend as SluiceBackend;
    const rows = x.shape[0]!;
    if (
      !isPlain(x) || axis !== 0 || batchDims || indices.shape.includes(0) ||
      !areIds(backend, indices, rows)
    ) return fallBack("GatherV2", parameters);
    const rowShape = x.shape.slice(1), rowSize = util.sizeFromShape(rowShape);
    const count = util.sizeFromShape(indices.shape);
    const output = backend.allocate([...indices.shape, ...rowShape]);
    backend.runtime.run("embeddingForward", EMBEDDING_TASK, {
      count,
      vocabularySize: rows,
      embeddingSize: rowSize,
      ids: backend.address(indices),
      table: backend.address(x),
      embedded: backend.address(output),
      tableGradient: 0,
    }, count * rowSize);
    return output;
  },
};

/** With one id a row; ids that are out of range, which tfjs skips, fall back to its kernel. */
export const unsortedSegmentSum: KernelConfig = {
  kernelName: "UnsortedSegmentSum",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { x, segmentIds } = parameters.inputs as { x: TensorInfo; segmentIds: TensorInfo };
    const { numSegments } = parameters.attrs as unknown as { numSegments: number };
    const backend = parameters.backend as SluiceBackend;
    if (
      !isPlain(x) || segmentIds.shape.length !== 1 || segmentIds.shape[0] !== x.shape[0] ||
      !areIds(backend, segmentIds, numSegments)
    ) return fallBack("UnsortedSegmentSum", parameters);
    const rowShape = x.shape.slice(1), rowSize = util.sizeFromShape(rowShape);
    const count = x.shape[0]!;
    const output = backend.allocate([numSegments, ...rowShape]);
    backend.runtime.run("embeddingBackward", EMBEDDING_TASK, {
      count,
      vocabularySize: numSegments,
      embeddingSize: rowSize,
      ids: backend.address(segmentIds),
      table: 0,
      embedded: backend.address(x),
      tableGradient: backend.address(output),
    }, (numSegments + count) * rowSize);
    return output;
  },
};

function areIds(backend: SluiceBackend, ids: TensorInfo, count: number): boolean {
  if (ids.dtype !== "int32") return false;
  return backend.withValues([ids], (values) => {
    for (let i = 0; i < values.length; i++) if (values[i]! >>> 0 >= count) return false;
    return true;
  });
}
