/**
 * `Sum`, `Mean`, `Max` and `Softmax` on the sluice backend: see assembly/reductions.ts.
 *
 * @module
 */
import { backend_util, type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { fallBack, isPlain } from "./fall_back.ts";

/** The fields of `ReductionTask` in assembly/reductions.ts, in order. */
export const REDUCTION_TASK = {
  operation: "u32",
  outer: "u32",
  length: "u32",
  inner: "u32",
  divisor: "f32",
  input: "u32",
  output: "u32",
} as const;

/** The fields of `SoftmaxTask` in assembly/reductions.ts, in order. */
export const SOFTMAX_TASK = { rows: "u32", length: "u32", input: "u32", output: "u32" } as const;

interface Attributes {
  axis?: number | number[];
  reductionIndices?: number | number[];
  keepDims?: boolean;
}

/** Along neighbouring axes; other axes and dtypes fall back to tfjs's kernels. */
export const reductionKernels: KernelConfig[] = ["Sum", "Mean", "Max"].map((kernelName) => ({
  kernelName,
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { x } = parameters.inputs as { x: TensorInfo };
    const attributes = parameters.attrs as unknown as Attributes;
    const backend = parameters.backend as SluiceBackend;
    const axes = util.parseAxisParam(
      (attributes.axis ?? attributes.reductionIndices) as number[],
      x.shape,
    ).toSorted((a, b) => a - b);
    const first = axes[0], end = first! + axes.length;
    if (first === undefined || !isPlain(x) || axes.at(-1) !== end - 1) {
      return fallBack(kernelName, parameters);
    }
    const length = util.sizeFromShape(x.shape.slice(first, end));
    const output = backend.allocate(
      attributes.keepDims
        ? backend_util.expandShapeToKeepDim(x.shape.filter((_, i) => i < first || i >= end), axes)
        : x.shape.filter((_, i) => i < first || i >= end),
    );
    backend.runtime.run("reduce", REDUCTION_TASK, {
      operation: Number(kernelName === "Max"),
      outer: util.sizeFromShape(x.shape.slice(0, first)),
      length,
      inner: util.sizeFromShape(x.shape.slice(end)),
      divisor: kernelName === "Mean" ? length : 1,
      input: backend.address(x),
      output: backend.address(output),
    }, util.sizeFromShape(x.shape));
    return output;
  },
}));

/** Along the last axis, the only one that tfjs has. */
export const softmax: KernelConfig = {
  kernelName: "Softmax",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { logits } = parameters.inputs as { logits: TensorInfo };
    const { dim } = parameters.attrs as unknown as { dim: number };
    const rank = logits.shape.length;
    if (!isPlain(logits) || rank === 0 || dim !== -1 && dim !== rank - 1) {
      return fallBack("Softmax", parameters);
    }
    const backend = parameters.backend as SluiceBackend;
    const output = backend.allocate(logits.shape), size = util.sizeFromShape(logits.shape);
    const length = logits.shape[rank - 1]!;
    backend.runtime.run("softmax", SOFTMAX_TASK, {
      rows: size / length,
      length,
      input: backend.address(logits),
      output: backend.address(output),
    }, 8 * size);
    return output;
  },
};
