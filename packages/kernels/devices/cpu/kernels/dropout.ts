/**
 * `FusedDropout` on the sluice backend: see assembly/dropout.ts.
 *
 * @module
 */
import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { type DropoutAttributes, dropoutThreshold, FUSED_DROPOUT } from "../../../ops/dropout.ts";
import { wordsOf } from "../../../ops/philox.ts";

/** The fields of `DropoutTask` in assembly/dropout.ts, in order. */
export const DROPOUT_TASK = {
  outer: "u32",
  repeat: "u32",
  inner: "u32",
  seedLow: "u32",
  seedHigh: "u32",
  counterLow: "u32",
  counterHigh: "u32",
  threshold: "u32",
  scale: "f32",
  input: "u32",
  output: "u32",
  scratch: "u32",
} as const;

/** Forward, and on the output's gradient the gradient. */
export const fusedDropout: KernelConfig = {
  kernelName: FUSED_DROPOUT,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    const { input } = inputs as unknown as { input: TensorInfo };
    const { rate, seed, counter, ...layout } = attrs as unknown as DropoutAttributes;
    const sluice = backend as SluiceBackend, { runtime } = sluice;
    const output = sluice.allocate(input.shape);
    const [seedLow, seedHigh] = wordsOf(seed), [counterLow, counterHigh] = wordsOf(counter);
    const size = util.sizeFromShape(input.shape);
    if (size === 0) return output;
    runtime.withScratch(runtime.threads * runtime.call("dropoutScratchSize"), (scratch) => {
      const task = {
        ...layout,
        seedLow,
        seedHigh,
        counterLow,
        counterHigh,
        threshold: dropoutThreshold(rate),
        scale: 1 / (1 - rate),
        input: sluice.address(input),
        output: sluice.address(output),
        scratch,
      };
      runtime.run("dropout", DROPOUT_TASK, task, 8 * size);
    });
    return output;
  },
};
