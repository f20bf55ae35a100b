/**
 * `FusedClipping` on the sluice backend: see assembly/clipping.ts.
 *
 * @module
 */
import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { type ClippingAttributes, FUSED_CLIPPING } from "../../../ops/clip_by_global_norm.ts";
import { Arena } from "../runtime/arena.ts";
import { taskSize, writeTask } from "../runtime/task.ts";

/** The fields of `ClippingTask` in assembly/clipping.ts, in order. */
export const CLIPPING_TASK = { tensors: "u32", count: "u32", factor: "f32" } as const;

/** The fields of `ClippedTensor` in assembly/clipping.ts, in order. */
export const CLIPPED_TENSOR = { values: "u32", clipped: "u32", size: "u32", sums: "u32" } as const;

/** Sums of squares, then the scaling where it is needed. */
export const fusedClipping: KernelConfig = {
  kernelName: FUSED_CLIPPING,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    const { tensors } = inputs as unknown as { tensors: TensorInfo[] };
    const { maxNorm } = attrs as unknown as ClippingAttributes;
    const sluice = backend as SluiceBackend, { runtime } = sluice;
    const sizes = tensors.map(({ shape }) => util.sizeFromShape(shape));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const chunks = sizes.map((size) => runtime.call("clippingChunks", size));
    const count = tensors.length, stride = taskSize(CLIPPED_TENSOR);
    const arena = new Arena();
    const list = arena.take(count * stride);
    const sums = chunks.map((chunks) => arena.take(8 * chunks));
    return runtime.withScratch(arena.bytes, (base) => {
      const writeTensor = (index: number, clipped: number) =>
        writeTask(runtime.memory, base + list + index * stride, CLIPPED_TENSOR, {
          values: sluice.address(tensors[index]!),
          clipped,
          size: sizes[index]!,
          sums: base + sums[index]!,
        });
      const task = { tensors: base + list, count, factor: 1 };
      tensors.forEach((_, index) => writeTensor(index, 0));
      runtime.run("sumSquares", CLIPPING_TASK, task, total);
      let squares = 0;
      runtime.heap.lend((views) =>
        sums.forEach((offset, index) => {
          for (const part of views.doubles(base + offset, chunks[index]!)) squares += part;
        })
      );
      const norm = sluice.allocate([]);
      sluice.withValues([norm], (value) => value[0] = Math.sqrt(squares));
      const factor = Math.min(1, maxNorm / (Math.sqrt(squares) + 1e-6));
      if (factor === 1) return [...tensors.map((tensor) => shared(sluice, tensor)), norm];
      const clipped = tensors.map(({ shape }) => sluice.allocate(shape));
      clipped.forEach((tensor, index) => writeTensor(index, sluice.address(tensor)));
      runtime.run("scaleTensors", CLIPPING_TASK, { ...task, factor }, total);
      return [...clipped, norm];
    });
  },
};

/** Another tensor of the same data. */
function shared(backend: SluiceBackend, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
