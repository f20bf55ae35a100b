/**
 * `Transpose` on the sluice backend: see assembly/transpose.ts.
 *
 * @module
 */
import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { fallBack, isPlain } from "./fall_back.ts";

/** The fields of `TransposeTask` in assembly/transpose.ts, in order. */
export const TRANSPOSE_TASK = {
  outer: "u32",
  rows: "u32",
  columns: "u32",
  inner: "u32",
  input: "u32",
  output: "u32",
} as const;

/** Where two neighbouring runs of axes change places; other orders fall back to tfjs's kernel. */
export const transpose: KernelConfig = {
  kernelName: "Transpose",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { x } = parameters.inputs as { x: TensorInfo };
    const { perm } = parameters.attrs as unknown as { perm: number[] };
    const runs = isPlain(x) ? swappedRuns(perm) : undefined;
    if (!runs) return fallBack("Transpose", parameters);
    const backend = parameters.backend as SluiceBackend;
    const output = backend.allocate(perm.map((axis) => x.shape[axis]!));
    const size = (start: number, end: number) => util.sizeFromShape(x.shape.slice(start, end));
    const [first, second, end] = runs;
    backend.runtime.run("transpose", TRANSPOSE_TASK, {
      outer: size(0, first),
      rows: size(first, second),
      columns: size(second, end),
      inner: size(end, perm.length),
      input: backend.address(x),
      output: backend.address(output),
    }, util.sizeFromShape(x.shape));
    return output;
  },
};

/** Axes [first, second) and [second, end) change places, the others stay; undefined where it is not so. */
function swappedRuns(perm: number[]): [first: number, second: number, end: number] | undefined {
  const first = perm.findIndex((axis, i) => axis !== i);
  if (first < 0) return undefined;
  const end = perm.findLastIndex((axis, i) => axis !== i) + 1, second = perm[first]!;
  const expected = [];
  for (let axis = second; axis < end; axis++) expected.push(axis);
  for (let axis = first; axis < second; axis++) expected.push(axis);
  return util.arraysEqual(perm.slice(first, end), expected) ? [first, second, end] : undefined;
}
