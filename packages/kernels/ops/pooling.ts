/**
 * Pooling over time as one operation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { poolingComposition } from "./pooling_composition.ts";
import { checkLengths, type RowLengths } from "./row_lengths.ts";
import { hasKernel, type NamedTensors, runKernel, withGradient } from "./run_kernel.ts";
import type { PoolingKind } from "./pooling_kind.ts";

/** What the kernels `FusedPooling` and `FusedPoolingGradient` get as attributes. */
export interface PoolingAttributes {
  kind: PoolingKind;
  /** [batch]; nobody changes it. */
  lengths: Int32Array;
}

/** Kernel name: input, vector (one of no elements but for attention) -> output, what the gradient needs. */
export const FUSED_POOLING = "FusedPooling";
/** Kernel name: input, vector, saved, outputGradient -> the gradients of input and vector. */
export const FUSED_POOLING_GRADIENT = "FusedPoolingGradient";

/**
 * One vector for each row, from the row's own steps; zeros for a row without steps. With n a row's length:
 *
 *     mean         output = (x_1 + ... + x_n) / n
 *     max          output = max of x_1 ... x_n, feature by feature; the gradient goes to the first winner
 *     attention    output = a_1 x_1 + ... + a_n x_n,   a = softmax(v . x_1, ..., v . x_n)
 *
 * Attention scores are dot products with one learned vector v, as in Luong, Pham and Manning (2015) with a
 * query that is the same for all rows.
 *
 * On the `sluice` backend it is one fused kernel; elsewhere it is composed of tfjs operations.
 *
 * @example
 * ```ts
 * import { pool, useDevice } from "@sluice/kernels";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await useDevice("cpu");
 * const input = tf.tensor3d([[[1, 5], [3, 1], [0, 0]]]);
 * console.log(pool(input, "mean", [2]).arraySync()); // [[2, 3]]
 * console.log(pool(input, "max", [2]).arraySync()); // [[3, 5]]
 * ```
 *
 * @param input float32 [batch, time, features]
 * @param kind How to pool.
 * @param lengths The length of each row, 0 to the number of steps; the default is all steps.
 * @param attentionVector float32 [features], for attention alone
 * @returns float32 [batch, features]
 * @throws {RangeError} if a shape or a length does not fit, or the kind is unknown.
 */
export function pool(
  input: tf.Tensor3D,
  kind: PoolingKind,
  lengths?: RowLengths,
  attentionVector?: tf.Tensor1D,
): tf.Tensor2D {
  if (kind !== "mean" && kind !== "max" && kind !== "attention") {
    throw new RangeError(`pooling must be "mean", "max" or "attention", not "${kind}"`);
  }
  if (input.rank !== 3) {
    throw new RangeError(`input must have shape [batch, time, features], not [${input.shape}]`);
  }
  const [batch, steps, features] = input.shape;
  if ((kind === "attention") !== (attentionVector !== undefined)) {
    throw new RangeError(
      kind === "attention"
        ? "attention pooling needs an attention vector"
        : `${kind} pooling takes no attention vector`,
    );
  }
  if (attentionVector && !tf.util.arraysEqual(attentionVector.shape, [features])) {
    throw new RangeError(
      `attentionVector must have shape [${features}], not [${attentionVector.shape}]`,
    );
  }
  const rowLengths = checkLengths(batch, steps, lengths);
  if (!hasKernel(FUSED_POOLING)) {
    return poolingComposition(input, kind, rowLengths, attentionVector) as tf.Tensor2D;
  }
  const attributes: PoolingAttributes = { kind, lengths: rowLengths };
  const vectors = attentionVector ? [attentionVector] : [];
  return withGradient([input, ...vectors], (save) => {
    const [value, ...saved] = runKernel<tf.Tensor[]>(FUSED_POOLING, { input, vectors }, attributes);
    save([input, ...vectors, ...saved]);
    return {
      value: value!,
      gradient(outputGradient, kept) {
        const [input, ...rest] = kept, count = vectors.length;
        const inputs = {
          input: input!,
          vectors: rest.slice(0, count),
          saved: rest.slice(count),
          outputGradient,
        };
        return runKernel(FUSED_POOLING_GRADIENT, inputs as NamedTensors, attributes);
      },
    };
  }) as tf.Tensor2D;
}
