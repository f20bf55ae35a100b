// What goes into a recurrent operation.
import type * as tf from "@tensorflow/tfjs-core";
import type { RowLengths } from "./row_lengths.ts";

/** Options of every recurrent operation. */
export interface RecurrentOptions {
  /** The length of each row, [batch], 0 to the number of steps; the default is all steps. */
  lengths?: RowLengths;
  /** Read each row from its own end to its start. */
  reverse?: boolean;
  /** The state after every step, [batch, time, hidden] with zeros after a row's end; default: the last. */
  returnSequences?: boolean;
  /** The state before the first step, float32 [batch, hidden]; the default is zeros. */
  initialState?: tf.Tensor2D;
  /**
   * Factors of the state where it enters the gates' products, the same at every step, float32
   * [batch, hidden]: for recurrent dropout (variational, Gal and Ghahramani 2016), 0 or 1 / (1 - rate). The
   * output is the state as it was before the mask, and so is what the GRU's update gate lets by. The mask
   * has no gradient.
   */
  recurrentMask?: tf.Tensor2D;
}

/** A recurrent operation's tensors. */
export interface RecurrentTensors {
  input: tf.Tensor3D;
  kernel: tf.Tensor2D;
  recurrentKernel: tf.Tensor2D;
  bias: tf.Tensor;
  initialState?: tf.Tensor2D | undefined;
  initialCell?: tf.Tensor2D | undefined;
  recurrentMask?: tf.Tensor2D | undefined;
}
