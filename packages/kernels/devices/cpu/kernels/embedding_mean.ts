/**
 * `FusedEmbeddingMean` and its gradient on the sluice backend: see assembly/embedding_mean.ts.
 *
 * @module
 */
import type { KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import {
  type EmbeddingMeanAttributes,
  FUSED_EMBEDDING_MEAN,
  FUSED_EMBEDDING_MEAN_GRADIENT,
} from "../../../ops/embedding_mean.ts";
import { Arena } from "../runtime/arena.ts";

/** The fields of `EmbeddingMeanTask` in assembly/embedding_mean.ts, in order. */
export const EMBEDDING_MEAN_TASK = {
  batch: "u32",
  steps: "u32",
  embeddingSize: "u32",
  tableRows: "u32",
  bigramBuckets: "u32",
  ids: "u32",
  lengths: "u32",
  counter: "u32",
  wrongIds: "u32",
  table: "u32",
  output: "u32",
  tableGradient: "u32",
  items: "u32",
} as const;

/** A row of the table costs as much as so many elements, however short it is: it lies anywhere. */
const LEAST_PRICE = 32;
/**
 * Elements that are as quick to move as one multiply-add of the other kernels, in what `Runtime.run` calls
 * work. Below some two hundred thousand, 0.03 milliseconds, one thread is faster than two.
 */
const ELEMENTS_A_UNIT = 10;

/** The means. */
export const fusedEmbeddingMean: KernelConfig = {
  kernelName: FUSED_EMBEDDING_MEAN,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    const { ids, table } = inputs as { ids: TensorInfo; table: TensorInfo };
    const attributes = attrs as unknown as EmbeddingMeanAttributes;
    const sluice = backend as SluiceBackend;
    const [batch] = ids.shape as [number, number], embeddingSize = table.shape[1]!;
    const output = sluice.allocate([batch, embeddingSize]);
    const wrong = run(sluice, "embeddingMeanForward", ids, attributes, {
      embeddingSize,
      table: sluice.address(table),
      output: sluice.address(output),
      tableGradient: 0,
    });
    if (wrong) {
      sluice.disposeData(output.dataId);
      throw sluice.withValues([ids], (values) => wrongId(values, ids.shape[1]!, attributes));
    }
    return output;
  },
};

/** The gradient of the table. */
export const fusedEmbeddingMeanGradient: KernelConfig = {
  kernelName: FUSED_EMBEDDING_MEAN_GRADIENT,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    const { ids, outputGradient } = inputs as { ids: TensorInfo; outputGradient: TensorInfo };
    const attributes = attrs as unknown as EmbeddingMeanAttributes;
    const sluice = backend as SluiceBackend;
    const embeddingSize = outputGradient.shape[1]!;
    const gradient = sluice.allocate([attributes.tableRows, embeddingSize]);
    run(sluice, "embeddingMeanBackward", ids, attributes, {
      embeddingSize,
      table: 0,
      output: sluice.address(outputGradient),
      tableGradient: sluice.address(gradient),
    });
    return gradient;
  },
};

/** Runs a kernel; whether it met an id that is not in the table. */
function run(
  sluice: SluiceBackend,
  kernel: "embeddingMeanForward" | "embeddingMeanBackward",
  ids: TensorInfo,
  { lengths, tableRows, bigramBuckets }: EmbeddingMeanAttributes,
  tensors: { embeddingSize: number; table: number; output: number; tableGradient: number },
): boolean {
  const { runtime } = sluice;
  const [batch, steps] = ids.shape as [number, number];
  const idsAddress = sluice.address(ids);
  const arena = new Arena();
  const lengthsPlace = arena.take(4 * batch);
  const flags = arena.take(8);
  const itemsPlace = arena.take(
    runtime.threads * runtime.call("embeddingMeanItemsSize", steps),
  );
  return runtime.withScratch(arena.bytes, (base) => {
    runtime.heap.lend((views) => {
      views.integers(base + lengthsPlace, batch).set(lengths);
      views.integers(base + flags, 2).fill(0);
    });
    const items = batch * steps * (bigramBuckets > 0 ? 2 : 1);
    const filled = kernel === "embeddingMeanBackward" ? tableRows * tensors.embeddingSize : 0;
    const moved = items * Math.max(LEAST_PRICE, tensors.embeddingSize) + filled;
    runtime.run(kernel, EMBEDDING_MEAN_TASK, {
      batch,
      steps,
      tableRows,
      bigramBuckets,
      ids: idsAddress,
      lengths: base + lengthsPlace,
      counter: base + flags,
      wrongIds: base + flags + 4,
      items: base + itemsPlace,
      ...tensors,
    }, moved / ELEMENTS_A_UNIT);
    return runtime.heap.lend((views) => views.integers(base + flags + 4, 1)[0] !== 0);
  });
}

/** The error that names the first id within its row that is not in the table. */
function wrongId(
  ids: ArrayLike<number>,
  steps: number,
  { lengths, tableRows, bigramBuckets }: EmbeddingMeanAttributes,
): RangeError {
  const tokens = tableRows - bigramBuckets;
  for (let row = 0; row < lengths.length; row++) {
    for (let step = 0; step < lengths[row]!; step++) {
      const id = ids[row * steps + step]!;
      if (id >>> 0 < tokens) continue;
      return new RangeError(
        `id ${id} at step ${step} of row ${row} is not one of the table's ${tokens} tokens`,
      );
    }
  }
  return new RangeError(`an id is not one of the table's ${tokens} tokens`);
}
