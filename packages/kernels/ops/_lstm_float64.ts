/**
 * The LSTM in float64 by its definition, with gradients by central differences: the tests' oracle.
 *
 * @module
 */
import type { HeldGates } from "./lstm.ts";

/** Sizes, inputs row by row, and the weights of the loss: sum of output times outputWeights. */
export interface LstmProblem {
  batch: number;
  steps: number;
  features: number;
  hiddenSize: number;
  lengths: number[];
  reverse: boolean;
  returnSequences: boolean;
  held: HeldGates;
  input: Float32Array;
  kernel: Float32Array;
  recurrentKernel: Float32Array;
  bias: Float32Array;
  outputWeights: Float32Array;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The loss, and its gradient by each of input, kernel, recurrentKernel and bias. */
export function lossAndNumericGradients(
  problem: LstmProblem,
): { loss: number; gradients: Float64Array[] } {
  const inputs = [problem.input, problem.kernel, problem.recurrentKernel, problem.bias]
    .map((values) => Float64Array.from(values));
  const step = 1e-5;
  const gradients = inputs.map((values) =>
    values.map((value, i) => {
      values[i] = value + step;
      const above = lossOf(problem, inputs);
      values[i] = value - step;
      const below = lossOf(problem, inputs);
      values[i] = value;
      return (above - below) / (2 * step);
    })
  );
  return { loss: lossOf(problem, inputs), gradients };
}

function lossOf(problem: LstmProblem, inputs: Float64Array[]): number {
  const { batch, steps, features, hiddenSize, lengths, reverse, returnSequences, held } = problem;
  const [input, kernel, recurrentKernel, bias] = inputs as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const columns = 4 * hiddenSize;
  let loss = 0;
  for (let row = 0; row < batch; row++) {
    let state = new Float64Array(hiddenSize);
    const cell = new Float64Array(hiddenSize);
    const length = lengths[row]!;
    for (let i = 0; i < length; i++) {
      const time = reverse ? length - 1 - i : i;
      const next = new Float64Array(hiddenSize);
      for (let unit = 0; unit < hiddenSize; unit++) {
        const preactivation = (gate: number) => {
          const column = gate * hiddenSize + unit;
          let sum = bias[column]!;
          for (let k = 0; k < features; k++) {
            sum += input[(row * steps + time) * features + k]! * kernel[k * columns + column]!;
          }
          for (let k = 0; k < hiddenSize; k++) {
            sum += state[k]! * recurrentKernel[k * columns + column]!;
          }
          return sum;
        };
        const inputGate = held.input ?? sigmoid(preactivation(0));
        const forgetGate = held.forget ?? sigmoid(preactivation(1));
        const outputGate = held.output ?? sigmoid(preactivation(3));
        cell[unit] = forgetGate * cell[unit]! + inputGate * Math.tanh(preactivation(2));
        next[unit] = outputGate * Math.tanh(cell[unit]!);
      }
      state = next;
      if (returnSequences) {
        for (let unit = 0; unit < hiddenSize; unit++) {
          loss += state[unit]! * problem.outputWeights[(row * steps + time) * hiddenSize + unit]!;
        }
      }
    }
    if (!returnSequences) {
      for (let unit = 0; unit < hiddenSize; unit++) {
        loss += state[unit]! * problem.outputWeights[row * hiddenSize + unit]!;
      }
    }
  }
  return loss;
}
