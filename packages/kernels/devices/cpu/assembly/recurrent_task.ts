// The task of a recurrent layer, whichever its cell, and the layouts that follow from it.
//
// A layer's product has `rows` rows, in blocks of four: one block is one tile of the product.
//
//     LSTM   4 a unit: its gates i, f, g, o                      extra: c_{t-1}
//     GRU    4 a unit: z, r, the candidate's part from the       extra: none
//            input, its part from the state (reset after)
//     RNN    1 a unit                                            extra: none
//
// so that what follows the product is lane by lane in every cell. A record is
//
//     inputs and state   [depth][8]      depth = inputDepth + stateDepth
//     rows               [rows][8]       activated; the gradient overwrites them with its own
//     extra              [units][8]      LSTM: the cell; GRU with a recurrent mask: the state as it was before
//                                        the mask
//
// The recurrent mask (variational dropout, Gal and Ghahramani 2016) multiplies the state where it enters the
// product, the same at every step. The state is masked where it lies in the record: of the cells, the GRU
// alone reads it again, so it keeps the state unmasked, too.
//
// and packed weights, zero where a row has none for an input, in blocks of six or four (packedAt in products.ts):
//
//     forward            [rows / block][depth][block]
//     backward           [depth / block][rows][block]

import { Sequences } from "./sequences";

export const LSTM: u32 = 0;
export const GRU: u32 = 1;
export const RNN: u32 = 2;

@unmanaged
export class RecurrentTask extends Sequences {
  cell: u32;
  productRows: u32;
  kernel: usize;
  recurrentKernel: usize;
  bias: usize;
  packedForward: usize;
  packedBias: usize;
  packedBackward: usize;
  /** LSTM: bit g set: gate g (0 input, 1 forget, 3 output) is held at heldValue. */
  heldGates: u32;
  heldValue: f32;
  /** [batch, stateSize], or 0: zeros. */
  initialState: usize;
  initialCell: usize;
  initialStateGradient: usize;
  initialCellGradient: usize;
  /** [batch, stateSize] factors of the state, or 0: none; and room for them, [panels][stateSize][8]. */
  recurrentMask: usize;
  panelMasks: usize;
  /** Per panel: [depth][8] gradient of inputs and state, then [units][8] that bypasses the product. */
  panelGradients: usize;
  /** Per slice: [rows / block][depth / 8][block][8] sums for the weights, then [rows] for the bias. */
  sliceGradients: usize;
  /** Per thread, see recurrent.ts. */
  scratch: usize;
  kernelGradient: usize;
  recurrentKernelGradient: usize;
  biasGradient: usize;
}

@inline
export function depthOf(task: RecurrentTask): usize {
  return <usize>task.inputDepth + <usize>task.stateDepth;
}

@inline
export function stateOf(task: RecurrentTask, record: usize): usize {
  return record + (<usize>task.inputDepth << 5);
}

@inline
export function rowsOf(task: RecurrentTask, record: usize): usize {
  return record + (depthOf(task) << 5);
}

@inline
export function cellOf(task: RecurrentTask, record: usize): usize {
  return rowsOf(task, record) + (<usize>task.productRows << 5);
}

/** The state that came out of the cell, not masked. */
@inline
export function unmaskedStateOf(task: RecurrentTask, record: usize): usize {
  return task.recurrentMask && task.cell == GRU ? cellOf(task, record) : stateOf(task, record);
}

// Where a row's weights lie in Keras's matrices

const NONE: isize = -1;

/** Columns of kernel and recurrentKernel. */
@inline
export function columnsOf(task: RecurrentTask): usize {
  const units = <usize>task.stateSize;
  return task.cell == LSTM ? units << 2 : task.cell == GRU ? units * 3 : units;
}

/** The column of kernel that a row of the product takes its weights from; NONE (-1) without. */
export function kernelColumn(task: RecurrentTask, row: usize): isize {
  const units = <usize>task.stateSize;
  if (task.cell == RNN) return row < units ? row : NONE;
  const gate = row & 3;
  if (task.cell == GRU && gate == 3) return NONE;
  return gate * units + (row >> 2);
}

/** The same for recurrentKernel. */
export function recurrentColumn(task: RecurrentTask, row: usize): isize {
  const units = <usize>task.stateSize;
  if (task.cell == RNN) return row < units ? row : NONE;
  const gate = row & 3;
  if (task.cell != GRU) return gate * units + (row >> 2);
  return gate == 2 ? NONE : (gate == 3 ? 2 : gate) * units + (row >> 2);
}

/** A row's bias: the GRU has one for the input, [0, column], and one for the state, [1, column]. */
export function biasOf(task: RecurrentTask, row: usize): f32 {
  let sum: f32 = 0;
  const column = kernelColumn(task, row);
  if (column != NONE) sum += load<f32>(task.bias + (column << 2));
  if (task.cell == GRU) {
    const second = recurrentColumn(task, row);
    if (second != NONE) sum += load<f32>(task.bias + ((columnsOf(task) + second) << 2));
  }
  return sum;
}

/** Stores the gradient of a row's bias. */
export function storeBiasGradient(task: RecurrentTask, row: usize, gradient: f32): void {
  const column = kernelColumn(task, row);
  if (column != NONE) store<f32>(task.biasGradient + (column << 2), gradient);
  if (task.cell == GRU) {
    const second = recurrentColumn(task, row);
    if (second != NONE) {
      store<f32>(task.biasGradient + ((columnsOf(task) + second) << 2), gradient);
    }
  }
}
