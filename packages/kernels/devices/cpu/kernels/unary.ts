/**
 * `Relu`, `Sigmoid`, `Tanh` and what their gradients need, on the sluice backend: see assembly/elementwise.ts.
 *
 * @module
 */
import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { fallBack, isPlain } from "./fall_back.ts";

/** The fields of `UnaryTask` in assembly/elementwise.ts, in order. */
export const UNARY_TASK = {
  operation: "u32",
  size: "u32",
  input: "u32",
  output: "u32",
} as const;

/** The operations in the order of their numbers in assembly/elementwise.ts. */
const OPERATIONS = ["Relu", "Sigmoid", "Tanh", "Square", "Sqrt", "Neg", "Step"];

/** Other dtypes, and a step that is not 0 below 0, fall back to tfjs's kernels. */
export const unaryKernels: KernelConfig[] = OPERATIONS.map((kernelName, operation) => ({
  kernelName,
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { x } = parameters.inputs as { x: TensorInfo };
    const { alpha } = (parameters.attrs ?? {}) as { alpha?: number };
    if (!isPlain(x) || alpha) return fallBack(kernelName, parameters);
    const backend = parameters.backend as SluiceBackend;
    const output = backend.allocate(x.shape), size = util.sizeFromShape(x.shape);
    backend.runtime.run("unary", UNARY_TASK, {
      operation,
      size,
      input: backend.address(x),
      output: backend.address(output),
    }, size);
    return output;
  },
}));
