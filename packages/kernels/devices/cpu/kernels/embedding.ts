/**
 * `FusedEmbedding` and its gradient on the sluice backend: see assembly/embedding.ts.
 *
 * @module
 */
import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import {
  type EmbeddingGradientAttributes,
  FUSED_EMBEDDING,
  FUSED_EMBEDDING_GRADIENT,
} from "../../../ops/embedding.ts";

/** The fields of `EmbeddingTask` in assembly/embedding.ts, in order. */
export const EMBEDDING_TASK = {
  count: "u32",
  vocabularySize: "u32",
  embeddingSize: "u32",
  ids: "u32",
  table: "u32",
  embedded: "u32",
  tableGradient: "u32",
} as const;

/** The look-up. */
export const fusedEmbedding: KernelConfig = {
  kernelName: FUSED_EMBEDDING,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, backend }) {
    const { ids, table } = inputs as { ids: TensorInfo; table: TensorInfo };
    const sluice = backend as SluiceBackend;
    const [vocabularySize, embeddingSize] = table.shape as [number, number];
    const output = sluice.allocate([...ids.shape, embeddingSize]);
    const count = util.sizeFromShape(ids.shape);
    const idsAddress = sluice.address(ids);
    sluice.withValues([ids], (values) => checkIds(values, vocabularySize));
    sluice.runtime.run("embeddingForward", EMBEDDING_TASK, {
      count,
      vocabularySize,
      embeddingSize,
      ids: idsAddress,
      table: sluice.address(table),
      embedded: sluice.address(output),
      tableGradient: 0,
    }, count * embeddingSize);
    return output;
  },
};

/** The gradient of the table. */
export const fusedEmbeddingGradient: KernelConfig = {
  kernelName: FUSED_EMBEDDING_GRADIENT,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    const { ids, outputGradient } = inputs as { ids: TensorInfo; outputGradient: TensorInfo };
    const { vocabularySize } = attrs as unknown as EmbeddingGradientAttributes;
    const sluice = backend as SluiceBackend;
    const embeddingSize = outputGradient.shape.at(-1)!;
    const gradient = sluice.allocate([vocabularySize, embeddingSize]);
    sluice.runtime.run("embeddingBackward", EMBEDDING_TASK, {
      count: util.sizeFromShape(ids.shape),
      vocabularySize,
      embeddingSize,
      ids: sluice.address(ids),
      table: 0,
      embedded: sluice.address(outputGradient),
      tableGradient: sluice.address(gradient),
    }, (vocabularySize + util.sizeFromShape(ids.shape)) * embeddingSize);
    return gradient;
  },
};

/** The kernel reads wherever an id points, so every id is checked first. */
function checkIds(ids: ArrayLike<number>, vocabularySize: number): void {
  for (let i = 0; i < ids.length; i++) {
    if (ids[i]! >>> 0 >= vocabularySize) {
      throw new RangeError(
        `id ${ids[i]} at position ${i} is not one of the table's ${vocabularySize} rows`,
      );
    }
  }
}
