/**
 * Operations whose bytes tests compare, on sizes that fill no tile.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import {
  Adam,
  clipByGlobalNorm,
  conv1dRelu,
  convolutionStackMax,
  dropout,
  embedding,
  embeddingMean,
  gru,
  lstm,
  pool,
  type RecurrentOptions,
  rnn,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
} from "../../mod.ts";

/** Each operation's outputs and gradients on odd sizes, as one array. */
export const OPERATIONS: Record<string, () => Float32Array> = {
  convolutionStackMax: () =>
    tf.tidy(() => {
      const input = random([29, 77, 11], 1), lengths = wholeNumbers(29, 77, 2);
      const weights = [random([5, 11, 13], 3), random([3, 13, 21], 4), random([13], 5)];
      return outputAndGradients((x, first, second, bias) =>
        convolutionStackMax(x as tf.Tensor3D, [
          { kernel: first as tf.Tensor3D, bias: bias as tf.Tensor1D },
          { kernel: second as tf.Tensor3D, bias: tf.ones([21]) as tf.Tensor1D },
        ], { lengths }), [input, ...weights]);
    }),
  pool: () =>
    tf.tidy(() => {
      const input = random([37, 61, 19], 1), lengths = wholeNumbers(37, 61, 2);
      return outputAndGradients((x, vector) => {
        const sequence = x as tf.Tensor3D;
        return tf.addN([
          pool(sequence, "mean", lengths),
          pool(sequence, "max", lengths),
          pool(sequence, "attention", lengths, vector as tf.Tensor1D),
        ]);
      }, [input, random([19], 3)]);
    }),
  embeddingMean: () =>
    tf.tidy(() => {
      const [batch, steps] = [137, 261] as const; // Threads share what is large enough alone.
      const ids = tf.tensor2d(wholeNumbers(batch * steps, 299, 1), [batch, steps], "int32");
      const options = { lengths: wholeNumbers(batch, steps, 2), bigramBuckets: 777 };
      return outputAndGradients(
        (table) => embeddingMean(ids, table as tf.Tensor2D, options),
        [random([1077, 37], 3)],
      );
    }),
  dropout: () =>
    tf.tidy(() =>
      outputAndGradients((x) => dropout(x, 0.4, 12, 34, { noiseShape: [23, 1, 77] }), [
        random([23, 31, 77], 1),
      ])
    ),
  "lstm with large weights": () =>
    tf.tidy(() => {
      const lengths = wholeNumbers(75, 9, 2), units = 130;
      const shapes = [[75, 9, 11], [11, 4 * units], [units, 4 * units], [4 * units]];
      return outputAndGradients(
        (x, w, r, b) =>
          lstm(x as tf.Tensor3D, w as tf.Tensor2D, r as tf.Tensor2D, b as tf.Tensor1D, { lengths }),
        shapes.map((shape, i) => random(shape, 3 + i)),
      );
    }),
  "recurrent dropout": () =>
    tf.tidy(() => {
      const input = random([75, 31, 11], 1), lengths = wholeNumbers(75, 31, 2), units = 13;
      const options = (layer: number): RecurrentOptions => ({
        lengths,
        recurrentMask: dropout(tf.ones([75, units]), 0.4, 12, layer) as tf.Tensor2D,
      });
      const weights = [[11, 4 * units], [units, 4 * units], [4 * units]];
      return outputAndGradients((x, w, r, b) => {
        const columns = (tensor: tf.Tensor, gates: number) =>
          tf.slice2d(tensor as tf.Tensor2D, [0, 0], [-1, gates * units]);
        const sequence = x as tf.Tensor3D, bias = b as tf.Tensor1D;
        return tf.addN([
          lstm(sequence, w as tf.Tensor2D, r as tf.Tensor2D, bias, options(1)),
          gru(sequence, columns(w, 3), columns(r, 3), tf.ones([2, 3 * units]), options(2)),
          rnn(sequence, columns(w, 1), columns(r, 1), tf.ones([units]), options(3)),
        ]);
      }, [input, ...weights.map((shape, i) => random(shape, 3 + i))]);
    }),
  "tfjs's own operations": () =>
    tf.tidy(() => {
      const ids = tf.tensor1d(wholeNumbers(900, 299, 1), "int32");
      return outputAndGradients((table, kernel, bias) => {
        const embedded = tf.reshape(tf.gather(table, ids), [9, 100, 13]) as tf.Tensor3D;
        const convolved = tf.add(tf.conv1d(embedded, kernel as tf.Tensor3D, 1, "same"), bias);
        const gates = tf.split(tf.mul(tf.tanh(convolved), tf.sigmoid(convolved)), 2, 2);
        const scores = tf.softmax(tf.transpose(tf.relu(gates[0]!), [0, 2, 1]));
        return tf.mean(tf.matMul(scores, gates[1]!), 1);
      }, [random([300, 13], 2), random([5, 13, 34], 3), random([34], 4)]);
    }),
  losses: () =>
    tf.tidy(() => {
      // Of sizes that fill a block of memory, and that do not.
      const sizes = [1, 7, 15, 16, 17, 31, 32, 33, 64, 100, 128, 250, 256, 1000];
      const outputs = sizes.flatMap((size) => {
        const two = tf.mod(tf.range(0, size), 2), classes = 3 + size % 14;
        const more = tf.tensor1d(wholeNumbers(size, classes - 1, size), "int32");
        return [
          outputAndGradients((x) => sigmoidCrossEntropy(two, x), [random([size], size)]),
          outputAndGradients((x) => softmaxCrossEntropy(more, x as tf.Tensor2D), [
            random([size, classes], size),
          ]),
        ];
      });
      return Float32Array.from(outputs.flatMap((values) => [...values]));
    }),
  "embedding, convolution and Adam": () =>
    tf.tidy(() => {
      const ids = tf.tensor2d(wholeNumbers(19 * 23, 99, 1), [19, 23], "int32");
      const shapes = [[100, 9], [3, 9, 17], [17]];
      const variables = shapes.map((shape, i) => tf.variable(random(shape, 2 + i)));
      const [table, kernel, bias] = variables as tf.Tensor[] as [tf.Tensor, tf.Tensor, tf.Tensor];
      const adam = new Adam({ learningRate: 0.01, weightDecay: 0.1 });
      for (let step = 0; step < 3; step++) {
        const { grads } = tf.variableGrads(() => {
          const embedded = embedding(ids, table as tf.Tensor2D) as tf.Tensor3D;
          const options = { lengths: wholeNumbers(19, 23, 5) };
          const filters = kernel as tf.Tensor3D;
          const convolved = conv1dRelu(embedded, filters, bias as tf.Tensor1D, options);
          return tf.sum(tf.mul(convolved, random(convolved.shape, 6 + step))) as tf.Scalar;
        }, variables);
        adam.step(variables, variables.map(({ name }) => grads[name]!));
      }
      const values = variables.flatMap((variable) => [...variable.dataSync()]);
      tf.dispose(variables);
      adam.dispose();
      return Float32Array.from(values);
    }),
  clipByGlobalNorm: () =>
    tf.tidy(() => {
      const { clipped, norm } = clipByGlobalNorm([random([300, 77], 1), random([9999], 2)], 1);
      return tf.concat([norm, ...clipped].map((tensor) => tf.reshape(tensor, [-1])))
        .dataSync<"float32">().slice();
    }),
};

function random(shape: number[], seed: number): tf.Tensor {
  return tf.randomUniform(shape, -0.5, 0.5, "float32", seed);
}

function wholeNumbers(count: number, most: number, seed: number): Int32Array {
  return tf.tidy(() =>
    tf.cast(tf.randomUniform([count], 0, most + 0.9, "float32", seed), "int32").dataSync<"int32">()
      .slice()
  );
}

function outputAndGradients(
  operation: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
): Float32Array {
  const { value, grads } = tf.valueAndGrads((...inputs) => {
    const output = operation(...inputs);
    return tf.sum(tf.mul(output, random(output.shape, 99)));
  })(inputs);
  return tf.concat([value, ...grads].map((tensor) => tf.reshape(tensor, [-1])))
    .dataSync<"float32">().slice();
}
