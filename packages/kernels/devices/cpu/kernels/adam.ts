/**
 * `FusedAdam` on the sluice backend: see assembly/adam.ts.
 *
 * @module
 */
import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { type AdamAttributes, FUSED_ADAM } from "../../../ops/adam.ts";
import { taskSize, writeTask } from "../runtime/task.ts";

/** The fields of `AdamTask` in assembly/adam.ts, in order. */
export const ADAM_TASK = {
  parameters: "u32",
  count: "u32",
  oneMinusBeta1: "f32",
  beta2: "f32",
  oneMinusBeta2: "f32",
  stepSize: "f32",
  inverseSecondScale: "f32",
  epsilon: "f32",
  weightDecay: "f32",
  negligible: "f32",
} as const;

/** The fields of `AdamParameter` in assembly/adam.ts, in order. */
export const ADAM_PARAMETER = {
  values: "u32",
  gradient: "u32",
  first: "u32",
  second: "u32",
  size: "u32",
} as const;

/** Updates values and both moments where they lie. */
export const fusedAdam: KernelConfig = {
  kernelName: FUSED_ADAM,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    const { values, gradients, first, second } = inputs as unknown as Record<string, TensorInfo[]>;
    const { count, ...scalars } = attrs as unknown as AdamAttributes;
    const sluice = backend as SluiceBackend;
    const stride = taskSize(ADAM_PARAMETER);
    let total = 0;
    sluice.runtime.withScratch(count * stride, (parameters) => {
      for (let i = 0; i < count; i++) {
        const size = util.sizeFromShape(values![i]!.shape);
        total += size;
        writeTask(sluice.runtime.memory, parameters + i * stride, ADAM_PARAMETER, {
          values: sluice.addressForWriting(values![i]!),
          gradient: sluice.address(gradients![i]!),
          first: sluice.addressForWriting(first![i]!),
          second: sluice.addressForWriting(second![i]!),
          size,
        });
      }
      const negligible = scalars.epsilon * 2 ** -31;
      const task = { parameters, count, ...scalars, negligible };
      sluice.runtime.run("adamStep", ADAM_TASK, task, 4 * total);
    });
    return [];
  },
};
