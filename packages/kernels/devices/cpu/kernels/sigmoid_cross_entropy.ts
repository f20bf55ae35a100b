/**
 * `FusedSigmoidCrossEntropy` on the sluice backend. A batch has few elements, so it is plain code.
 *
 * @module
 */
import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { FUSED_SIGMOID_CROSS_ENTROPY } from "../../../ops/sigmoid_cross_entropy.ts";

/** Losses and gradient, rounded to float32 after each operation and summed in the order of tfjs's chain. */
export const fusedSigmoidCrossEntropy: KernelConfig = {
  kernelName: FUSED_SIGMOID_CROSS_ENTROPY,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, backend }) {
    const { labels, logits } = inputs as { labels: TensorInfo; logits: TensorInfo };
    const sluice = backend as SluiceBackend;
    const losses = sluice.allocate(logits.shape), gradient = sluice.allocate(logits.shape);
    const size = util.sizeFromShape(logits.shape);
    const floats = (tensor: TensorInfo) => sluice.runtime.floats(sluice.address(tensor), size);
    lossesAndGradient(floats(labels), floats(logits), floats(losses), floats(gradient));
    return [losses, gradient];
  },
};

function lossesAndGradient(
  labels: Float32Array,
  logits: Float32Array,
  losses: Float32Array,
  gradient: Float32Array,
): void {
  const { abs, exp, fround, log1p } = Math;
  const size = labels.length, share = fround(1 / size);
  for (let i = 0; i < size; i++) {
    const x = logits[i]!, z = labels[i]!, power = fround(exp(-abs(x)));
    const positive = x > 0 ? x : x <= 0 ? 0 : NaN;
    losses[i] = fround(fround(positive - fround(x * z)) + fround(log1p(power)));
    const ofLogarithm = fround(fround(share / fround(power + 1)) * power);
    const signed = x > 0 ? -ofLogarithm : ofLogarithm;
    gradient[i] = fround(fround(signed - fround(share * z)) + (x > 0 ? share : 0));
  }
}
