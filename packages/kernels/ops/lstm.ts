/**
 * The LSTM over whole sequences as one operation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { planSequences, type SequencePlan } from "./sequences.ts";
import { hasKernel, type NamedTensors, runKernel, withGradient } from "./run_kernel.ts";
import { lstmComposition } from "./lstm_composition.ts";

/** Values at which gates are held, in place of what they would compute; for ablation studies. */
export interface HeldGates {
  input?: number;
  forget?: number;
  output?: number;
}

/** Options of {@linkcode lstm}. */
export interface LstmOptions {
  /** The length of each row, [batch], 0 to the number of steps; the default is all steps. */
  lengths?: ArrayLike<number>;
  /** Read each row from its own end to its start. */
  reverse?: boolean;
  /** The state after every step, [batch, time, hidden] with zeros after a row's end; default: the last. */
  returnSequences?: boolean;
  /** Gates held at a value; all that are held at the same one. */
  heldGates?: HeldGates;
}

/** What the kernels `FusedLstm` and `FusedLstmGradient` get as attributes. */
export interface LstmAttributes {
  plan: SequencePlan;
  reverse: boolean;
  returnSequences: boolean;
  heldGates: HeldGates;
  /** Whether `FusedLstm` also returns what its gradient needs. */
  keepForGradient: boolean;
}

/** Kernel name: input, kernel, recurrentKernel, bias -> output, and the saved activations. */
export const FUSED_LSTM = "FusedLstm";
/** Kernel name: FusedLstm's inputs, saved, outputGradient -> the four inputs' gradients. */
export const FUSED_LSTM_GRADIENT = "FusedLstmGradient";

/**
 * A long short-term memory layer over whole sequences (Hochreiter and Schmidhuber 1997):
 *
 *     i, f, o = sigmoid(x_t W + h_{t-1} R + b)    c_t = f c_{t-1} + i g
 *     g       = tanh(x_t W + h_{t-1} R + b)       h_t = o tanh(c_t)
 *
 * with weights, gate order (i, f, g, o) and names as in Keras. Each row ends at its own length: what
 * comes after never changes a result. A row of length 0 gives zeros.
 *
 * On the `sluice` backend it is one fused kernel; elsewhere it is composed of tfjs operations.
 *
 * @param input float32 [batch, time, features]
 * @param kernel float32 [features, 4 * hidden]
 * @param recurrentKernel float32 [hidden, 4 * hidden]
 * @param bias float32 [4 * hidden]
 * @returns float32 [batch, hidden], or [batch, time, hidden] with `returnSequences`
 * @throws {RangeError} if a shape or a length does not fit.
 */
export function lstm(
  input: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrentKernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  options: LstmOptions = {},
): tf.Tensor {
  const [batch, steps, features] = input.shape;
  const hiddenSize = recurrentKernel.shape[0];
  checkShape("kernel", kernel, [features, 4 * hiddenSize]);
  checkShape("recurrentKernel", recurrentKernel, [hiddenSize, 4 * hiddenSize]);
  checkShape("bias", bias, [4 * hiddenSize]);
  const attributes: LstmAttributes = {
    plan: planSequences(batch, steps, options.lengths),
    reverse: options.reverse ?? false,
    returnSequences: options.returnSequences ?? false,
    heldGates: options.heldGates ?? {},
    keepForGradient: tf.engine().state.gradientDepth > 0,
  };
  if (!hasKernel(FUSED_LSTM)) {
    return lstmComposition(input, kernel, recurrentKernel, bias, options);
  }
  const inputs = { input, kernel, recurrentKernel, bias };
  return withGradient(Object.values(inputs), (save) => {
    const [value, saved] = runKernel<tf.Tensor[]>(FUSED_LSTM, inputs, attributes);
    if (saved) save([input, kernel, recurrentKernel, bias, saved]);
    return {
      value: value!,
      gradient(outputGradient, kept) {
        const [input, kernel, recurrentKernel, bias, saved] = kept;
        return runKernel(
          FUSED_LSTM_GRADIENT,
          { input, kernel, recurrentKernel, bias, saved, outputGradient } as NamedTensors,
          attributes,
        );
      },
    };
  });
}

function checkShape(name: string, tensor: tf.Tensor, expected: number[]): void {
  if (!tf.util.arraysEqual(tensor.shape, expected)) {
    throw new RangeError(`${name} must have shape [${expected}], not [${tensor.shape}]`);
  }
}
