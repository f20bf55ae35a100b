/**
 * Lengths as a tensor whose numbers are known without asking the device.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";

/**
 * Where the key of a tensor's data keeps its numbers, which nobody changes. A WeakMap would do, too, and cost ten
 * microseconds a step.
 */
const NUMBERS = Symbol("numbers");

/** The key of a tensor's data, an object that clones of the tensor share. */
type Key = tf.DataId & { [NUMBERS]?: Int32Array };

/**
 * The lengths of a batch's rows as a tensor, for models that take them as an input: the operations that it
 * reaches know its numbers, and never read them back from the device.
 *
 * @example
 * ```ts
 * import { lengthsTensor, pool, useDevice } from "@sluice/kernels";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await useDevice("cpu");
 * const lengths = lengthsTensor([2, 1]);
 * console.log(pool(tf.ones([2, 3, 4]), "mean", lengths).shape); // [2, 4]
 * ```
 *
 * @param lengths The length of each row, whole numbers; they are copied.
 * @returns int32 [batch, 1]
 */
export function lengthsTensor(lengths: ArrayLike<number>): tf.Tensor2D {
  const numbers = new Int32Array(lengths);
  const tensor = tf.tensor2d(numbers, [numbers.length, 1], "int32");
  // A copy: tfjs's own CPU backend keeps the array itself as the tensor's data.
  (tensor.dataId as Key)[NUMBERS] = numbers.slice();
  return tensor;
}

/**
 * The numbers of a tensor of lengths, the same array each time: of a tensor that {@linkcode lengthsTensor}
 * did not make, they are read back once.
 *
 * @throws {Error} if they have to be read and the device cannot be waited for.
 */
export function numbersOf(lengths: tf.Tensor): Int32Array {
  const key = lengths.dataId as Key;
  return key[NUMBERS] ??= Int32Array.from(
    readNow(lengths, "lengths; make them with lengthsTensor"),
  );
}

/**
 * The values of a tensor that are needed before anything is computed.
 *
 * @throws {Error} that names `what`, if the device cannot be waited for.
 */
export function readNow(tensor: tf.Tensor, what: string): ArrayLike<number> {
  try {
    return tensor.dataSync();
  } catch (cause) {
    throw new Error(`the backend ${tf.getBackend()} cannot read a tensor at once: ${what}`, {
      cause,
    });
  }
}
