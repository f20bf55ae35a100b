/**
 * `Slice` and `SplitV` on the sluice backend: copies of whole runs of memory, where tfjs's kernels go element
 * by element.
 *
 * @module
 */
import {
  backend_util,
  type KernelConfig,
  slice_util,
  type Tensor,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { fallBack } from "./fall_back.ts";

/** A part of a tensor; other dtypes than float32 and int32 fall back to tfjs's kernel. */
export const slice: KernelConfig = {
  kernelName: "Slice",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { x } = parameters.inputs as { x: TensorInfo };
    const attributes = parameters.attrs as unknown as { begin: number[]; size: number[] };
    const backend = parameters.backend as SluiceBackend;
    if (!isNumeric(backend, x)) return fallBack("Slice", parameters);
    const [begin, size] = slice_util.parseSliceParams(
      x as unknown as Tensor,
      attributes.begin,
      attributes.size,
    ) as [number[], number[]];
    slice_util.assertParamsValid(x as unknown as Tensor, begin, size);
    return copySlice(backend, x, begin, size);
  },
};

/** Parts of a tensor along one axis; other dtypes fall back to tfjs's kernel. */
export const split: KernelConfig = {
  kernelName: "SplitV",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { x } = parameters.inputs as { x: TensorInfo };
    const { numOrSizeSplits, axis } = parameters.attrs as unknown as {
      numOrSizeSplits: number | number[];
      axis: number;
    };
    const backend = parameters.backend as SluiceBackend;
    if (!isNumeric(backend, x)) return fallBack("SplitV", parameters);
    const along = util.parseAxisParam(axis, x.shape)[0]!;
    const sizes = backend_util.prepareSplitSize(
      x as unknown as Tensor,
      numOrSizeSplits,
      along,
    );
    const begin = x.shape.map(() => 0);
    return sizes.map((length) => {
      const size = x.shape.with(along, length);
      const part = copySlice(backend, x, begin, size);
      begin[along]! += length;
      return part;
    });
  },
};

function isNumeric(backend: SluiceBackend, { dtype, ...x }: TensorInfo): boolean {
  if (dtype !== "float32" && dtype !== "int32") return false;
  const type = dtype === "float32" ? Float32Array : Int32Array;
  return backend.withValues([{ dtype, ...x }], (values) => values instanceof type);
}

/** Copies a slice run by run: from the last axis that it does not take whole, all is one run. */
function copySlice(
  backend: SluiceBackend,
  x: TensorInfo,
  begin: readonly number[],
  size: readonly number[],
): TensorInfo {
  const output = backend.allocate([...size], x.dtype as "float32" | "int32");
  if (size.includes(0)) return output;
  let cut = size.length - 1;
  while (cut > 0 && size[cut] === x.shape[cut]) cut--;
  const strides = util.computeStrides(x.shape).concat(1);
  const run = size.slice(cut).reduce((product, size) => product * size, 1);
  const index = size.slice(0, Math.max(0, cut)).map(() => 0);
  backend.withValues([x, output], (from, to) => {
    for (let target = 0; target < to.length; target += run) {
      let source = 0;
      for (let axis = 0; axis < size.length; axis++) {
        source += (begin[axis]! + (index[axis] ?? 0)) * strides[axis]!;
      }
      to.set(from.subarray(source, source + run), target);
      for (let axis = index.length - 1; axis >= 0; axis--) {
        if (++index[axis]! < size[axis]!) break;
        index[axis] = 0;
      }
    }
  });
  return output;
}
