/**
 * `FusedSigmoidCrossEntropy` on the sluice backend. A batch has few elements, so it is plain code.
 *
 * @module
 */
import type { KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type NumericValues, type SluiceBackend } from "../sluice_backend.ts";
import { FUSED_SIGMOID_CROSS_ENTROPY } from "../../../ops/sigmoid_cross_entropy.ts";

/** Losses and gradient, rounded to float32 after each operation and summed in the order of tfjs's chain. */
export const fusedSigmoidCrossEntropy: KernelConfig = {
  kernelName: FUSED_SIGMOID_CROSS_ENTROPY,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, backend }) {
    const { labels, logits } = inputs as { labels: TensorInfo; logits: TensorInfo };
    const sluice = backend as SluiceBackend;
    const losses = sluice.allocate(logits.shape), gradient = sluice.allocate(logits.shape);
    sluice.withValues([labels, logits, losses, gradient], lossesAndGradient);
    return [losses, gradient];
  },
};

function lossesAndGradient(
  labels: NumericValues,
  logits: NumericValues,
  losses: NumericValues,
  gradient: NumericValues,
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
