/**
 * `Cast` on the sluice backend.
 *
 * tfjs's kernel lets a float32 tensor share the data of the int32 or bool tensor that it was cast from: right
 * where numbers are read one by one, wrong for kernels that read their bits. Ours makes data of its own.
 *
 * @module
 */
import type { KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { fallBack } from "./fall_back.ts";

/** From int32 and bool to higher precision; the rest falls back to tfjs's kernel. */
export const cast: KernelConfig = {
  kernelName: "Cast",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { x } = parameters.inputs as { x: TensorInfo };
    const { dtype } = parameters.attrs as unknown as { dtype: string };
    const widens = x.dtype === "int32" && dtype === "float32" ||
      x.dtype === "bool" && (dtype === "float32" || dtype === "int32");
    if (!widens) return fallBack("Cast", parameters);
    const backend = parameters.backend as SluiceBackend;
    const output = backend.allocate(x.shape, dtype as "float32" | "int32");
    backend.withValues([x, output], (from, to) => to.set(from));
    return output;
  },
};
