/**
 * Recurrent layers in float64 by their definitions, with gradients by central differences: the tests'
 * oracle.
 *
 * @module
 */
import type { HeldGates } from "./lstm.ts";
import type { Cell } from "./recurrent.ts";

/** Sizes, tensors row by row, and the weights of the loss: the sum of output times outputWeights. */
export interface RecurrentProblem {
  cell: Cell;
  batch: number;
  steps: number;
  features: number;
  hiddenSize: number;
  lengths: number[];
  reverse: boolean;
  returnSequences: boolean;
  held: HeldGates;
  /** [batch, hiddenSize] factors of the state where it enters the products. */
  mask?: Float32Array | undefined;
  /** input, kernel, recurrentKernel, bias, and where given initialState, initialCell. */
  tensors: Float32Array[];
  outputWeights: Float32Array;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The loss, and its gradient by each of the tensors. */
export function lossAndNumericGradients(
  problem: RecurrentProblem,
): { loss: number; gradients: Float64Array[] } {
  const tensors = problem.tensors.map((values) => Float64Array.from(values));
  const step = 1e-5;
  const gradients = tensors.map((values) =>
    values.map((value, i) => {
      values[i] = value + step;
      const above = lossOf(problem, tensors);
      values[i] = value - step;
      const below = lossOf(problem, tensors);
      values[i] = value;
      return (above - below) / (2 * step);
    })
  );
  return { loss: lossOf(problem, tensors), gradients };
}

function lossOf(problem: RecurrentProblem, tensors: Float64Array[]): number {
  const { batch, steps, features, hiddenSize, lengths, reverse, returnSequences } = problem;
  const [input, , , , initialState, initialCell] = tensors;
  let loss = 0;
  const add = (state: Float64Array, offset: number) => {
    for (let unit = 0; unit < hiddenSize; unit++) {
      loss += state[unit]! * problem.outputWeights[offset * hiddenSize + unit]!;
    }
  };
  for (let row = 0; row < batch; row++) {
    const start = (initial: Float64Array | undefined) =>
      initial?.slice(row * hiddenSize, (row + 1) * hiddenSize) ?? new Float64Array(hiddenSize);
    let state: Float64Array = start(initialState);
    const cell = start(initialCell);
    const length = lengths[row]!;
    for (let i = 0; i < length; i++) {
      const time = reverse ? length - 1 - i : i;
      const at = (row * steps + time) * features;
      const x = input!.subarray(at, at + features);
      const masked = state.map((value, unit) =>
        value * (problem.mask?.[row * hiddenSize + unit] ?? 1)
      );
      state = stepOf(problem, tensors, x, state, masked, cell);
      if (returnSequences) add(state, row * steps + time);
    }
    if (!returnSequences) add(state, row);
  }
  return loss;
}

/** The next state; the LSTM's cell is changed where it lies. */
function stepOf(
  { cell: kind, hiddenSize, held }: RecurrentProblem,
  [, kernel, recurrentKernel, bias]: Float64Array[],
  x: Float64Array,
  state: Float64Array,
  masked: Float64Array,
  cell: Float64Array,
): Float64Array {
  const columns = bias!.length / (kind === "gru" ? 2 : 1);
  const product = (vector: Float64Array, matrix: Float64Array, column: number) =>
    vector.reduce((sum, value, k) => sum + value * matrix[k * columns + column]!, 0);
  const fromInput = (gate: number, unit: number) => {
    const column = gate * hiddenSize + unit;
    return product(x, kernel!, column) + bias![column]!;
  };
  const fromState = (gate: number, unit: number) => {
    const column = gate * hiddenSize + unit;
    const second = kind === "gru" ? bias![columns + column]! : 0;
    return product(masked, recurrentKernel!, column) + second;
  };
  const both = (gate: number, unit: number) => fromInput(gate, unit) + fromState(gate, unit);
  return state.map((before, unit) => {
    if (kind === "rnn") return Math.tanh(both(0, unit));
    if (kind === "gru") {
      const z = sigmoid(both(0, unit)), r = sigmoid(both(1, unit));
      const g = Math.tanh(fromInput(2, unit) + r * fromState(2, unit));
      return z * before + (1 - z) * g;
    }
    const i = held.input ?? sigmoid(both(0, unit));
    const f = held.forget ?? sigmoid(both(1, unit));
    const o = held.output ?? sigmoid(both(3, unit));
    cell[unit] = f * cell[unit]! + i * Math.tanh(both(2, unit));
    return o * Math.tanh(cell[unit]!);
  });
}
