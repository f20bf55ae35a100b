/**
 * What the recurrent operations share: checks, the fused kernel, and its gradient.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, type NamedTensors, runKernel, withGradient } from "./run_kernel.ts";
import { checkLengths } from "./row_lengths.ts";
import { type ComposedCell, composeRecurrent } from "./recurrent_composition.ts";
import type { RecurrentOptions, RecurrentTensors } from "./recurrent_tensors.ts";

/** The cells that the fused kernel knows. */
export type Cell = "lstm" | "gru" | "rnn";

/** Kernel name: input, kernel, recurrentKernel, bias, initial states, mask -> output, and what it saved. */
export const FUSED_RECURRENT = "FusedRecurrent";
/** Kernel name: FusedRecurrent's inputs, saved, outputGradient -> all gradients but the mask's. */
export const FUSED_RECURRENT_GRADIENT = "FusedRecurrentGradient";

/** What both kernels get as attributes. */
export interface RecurrentAttributes {
  cell: Cell;
  /** [batch]; nobody changes it. */
  lengths: Int32Array;
  reverse: boolean;
  returnSequences: boolean;
  /** LSTM: bits of the gates (1 input, 2 forget, 8 output) that are held at the value. */
  heldGates: { mask: number; value: number };
  /** Whether `FusedRecurrent` also returns what its gradient needs. */
  keepForGradient: boolean;
}

/** A cell: its name, its shapes, and how it is composed of tfjs operations. */
export interface RecurrentCell {
  name: Cell;
  /** Columns of the weights for each unit. */
  gates: number;
  /** The shape of the bias for this many units. */
  biasShape(units: number): number[];
  composed: ComposedCell;
}

/**
 * Runs a recurrent layer: fused where the backend can, else composed.
 *
 * @throws {RangeError} if a shape or a length does not fit.
 */
export function runRecurrent(
  cell: RecurrentCell,
  tensors: RecurrentTensors,
  options: RecurrentOptions,
  heldGates: RecurrentAttributes["heldGates"] = { mask: 0, value: 0 },
): tf.Tensor {
  const { recurrentMask } = options;
  checkShapes(cell, { ...tensors, recurrentMask });
  const [batch, steps] = tensors.input.shape;
  const attributes: RecurrentAttributes = {
    cell: cell.name,
    lengths: checkLengths(batch, steps, options.lengths),
    reverse: options.reverse ?? false,
    returnSequences: options.returnSequences ?? false,
    heldGates,
    keepForGradient: tf.engine().state.gradientDepth > 0,
  };
  if (!hasKernel(FUSED_RECURRENT)) {
    return composeRecurrent(cell.composed, tensors, { ...options, lengths: attributes.lengths });
  }

  const present = Object.entries(tensors).filter(([_, tensor]) => tensor !== undefined);
  const names = present.map(([name]) => name);
  const inputs = present.map(([_, tensor]) => tensor as tf.Tensor);
  const masks = recurrentMask === undefined ? {} : { recurrentMask };
  return withGradient(inputs, (save) => {
    const [value, saved] = runKernel<tf.Tensor[]>(
      FUSED_RECURRENT,
      { ...Object.fromEntries(present), ...masks } as NamedTensors,
      attributes,
    );
    if (saved) save([...inputs, saved, ...Object.values(masks)]);
    return {
      value: value!,
      gradient(outputGradient, kept) {
        const named = Object.fromEntries(names.map((name, i) => [name, kept[i]!]));
        return runKernel<tf.Tensor[]>(
          FUSED_RECURRENT_GRADIENT,
          {
            ...named,
            saved: kept[names.length]!,
            outputGradient,
            ...recurrentMask === undefined ? {} : { recurrentMask: kept[names.length + 1]! },
          },
          attributes,
        );
      },
    };
  });
}

function checkShapes(cell: RecurrentCell, tensors: RecurrentTensors): void {
  const [batch, , features] = tensors.input.shape;
  const units = tensors.recurrentKernel.shape[0];
  const expected: [keyof RecurrentTensors, number[]][] = [
    ["kernel", [features, cell.gates * units]],
    ["recurrentKernel", [units, cell.gates * units]],
    ["bias", cell.biasShape(units)],
    ["initialState", [batch, units]],
    ["initialCell", [batch, units]],
    ["recurrentMask", [batch, units]],
  ];
  for (const [name, shape] of expected) {
    const tensor = tensors[name];
    if (tensor && !tf.util.arraysEqual(tensor.shape, shape)) {
      throw new RangeError(`${name} must have shape [${shape}], not [${tensor.shape}]`);
    }
  }
}
