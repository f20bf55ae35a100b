/**
 * `FusedSigmoidCrossEntropy` on the sluice backend. A batch has few elements, so it is plain code.
 *
 * @module
 */
import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../backend/sluice_backend.ts";
import { FUSED_SIGMOID_CROSS_ENTROPY } from "../ops/sigmoid_cross_entropy.ts";

/** Losses and gradient, rounded to float32 after each operation and summed in the order of tfjs's chain. */
export const fusedSigmoidCrossEntropy: KernelConfig = {
  kernelName: FUSED_SIGMOID_CROSS_ENTROPY,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, backend }) {
    const { labels, logits } = inputs as { labels: TensorInfo; logits: TensorInfo };
    const sluice = backend as SluiceBackend, { fround } = Math;
    const losses = sluice.allocate(logits.shape), gradient = sluice.allocate(logits.shape);
    const size = util.sizeFromShape(logits.shape);
    const floats = (tensor: TensorInfo) => sluice.runtime.floats(sluice.address(tensor), size);
    const zs = floats(labels),
      xs = floats(logits),
      to = floats(losses),
      toGradient = floats(gradient);
    const share = fround(1 / size);
    for (let i = 0; i < size; i++) {
      const x = xs[i]!, z = zs[i]!, power = fround(Math.exp(-Math.abs(x)));
      const positive = x > 0 ? x : x <= 0 ? 0 : NaN;
      to[i] = fround(fround(positive - fround(x * z)) + fround(Math.log1p(power)));
      const ofLogarithm = fround(fround(share / fround(power + 1)) * power);
      const signed = x > 0 ? -ofLogarithm : ofLogarithm;
      toGradient[i] = fround(fround(signed - fround(share * z)) + (x > 0 ? share : 0));
    }
    return [losses, gradient];
  },
};
