/**
 * `Add`, `Sub`, `Multiply` and `RealDiv` on the sluice backend: see assembly/elementwise.ts.
 *
 * @module
 */
import { broadcast_util, type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { fallBack, isPlain } from "./fall_back.ts";

/** The fields of `BinaryTask` in assembly/elementwise.ts, in order. */
export const BINARY_TASK = {
  operation: "u32",
  outer: "u32",
  repeat: "u32",
  inner: "u32",
  a: "u32",
  b: "u32",
  output: "u32",
} as const;

/** The operations' numbers in assembly/elementwise.ts, with a first and with b first. */
const OPERATIONS: Record<string, [number, number]> = {
  Add: [0, 0],
  Sub: [1, 4],
  Multiply: [2, 2],
  RealDiv: [3, 5],
};

/** Equal shapes, or one operand broadcast along one run of axes; the rest falls back to tfjs's kernels. */
export const binaryKernels: KernelConfig[] = Object.entries(OPERATIONS).map((
  [kernelName, [operation, swapped]],
) => ({
  kernelName,
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { a, b } = parameters.inputs as { a: TensorInfo; b: TensorInfo };
    const backend = parameters.backend as SluiceBackend;
    if (!isPlain(a, b)) return fallBack(kernelName, parameters);
    const layout = layoutOf(a.shape, b.shape);
    if (layout) return run(backend, operation, a, b, layout);
    const swappedLayout = layoutOf(b.shape, a.shape);
    if (swappedLayout) return run(backend, swapped, b, a, swappedLayout);
    return fallBack(kernelName, parameters);
  },
}));

interface Layout {
  shape: number[];
  outer: number;
  repeat: number;
  inner: number;
}

function run(
  backend: SluiceBackend,
  operation: number,
  a: TensorInfo,
  b: TensorInfo,
  { shape, ...layout }: Layout,
): TensorInfo {
  const output = backend.allocate(shape);
  backend.runtime.run("binary", BINARY_TASK, {
    operation,
    ...layout,
    a: backend.address(a),
    b: backend.address(b),
    output: backend.address(output),
  }, util.sizeFromShape(shape));
  return output;
}

/** a as [outer, repeat, inner] and b as [outer, inner], where b is what is broadcast and it is possible. */
function layoutOf(a: number[], b: number[]): Layout | undefined {
  const size = util.sizeFromShape(a);
  if (util.arraysEqual(a, b)) return { shape: a, outer: 1, repeat: 1, inner: size };
  const shape = broadcast_util.assertAndGetBroadcastShape(a, b);
  if (util.sizeFromShape(shape) !== size) return undefined;
  const wide = [...shape.map(() => 1), ...a].slice(-shape.length);
  const narrow = [...shape.map(() => 1), ...b].slice(-shape.length);
  const axes = wide.map((_, axis) => axis).filter((axis) => wide[axis] !== narrow[axis]);
  if (axes.length === 0) return { shape, outer: 1, repeat: 1, inner: size };
  const first = axes[0]!, end = axes.at(-1)! + 1;
  if (narrow.slice(first, end).some((size) => size !== 1)) return undefined;
  return {
    shape,
    outer: util.sizeFromShape(wide.slice(0, first)),
    repeat: util.sizeFromShape(wide.slice(first, end)),
    inner: util.sizeFromShape(wide.slice(end)),
  };
}
