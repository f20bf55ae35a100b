// Recurrent layers over whole sequences: each step is one product with [x_t; h_{t-1}], then the cell. See
// sequences.ts for panels, records and slices, recurrent_task.ts for layouts, *_cell.ts for the cells,
// recurrent_gradient.ts for the way back.
//
// Panels are independent, so a thread runs all steps of its panels without waiting for another.

import {
  productsAsideWithBias,
  productsBelowWithBias,
  productWithBias,
  rowsInSixes,
  rowsTogether,
  sixProductsAsideWithBias,
  twelveProductsWithBias,
} from "./products";
import { gruCell } from "./gru_cell";
import { lstmCell } from "./lstm_cell";
import { rnnCell } from "./rnn_cell";
import { gatherMask, multiplyByMask } from "./recurrent_mask";
import {
  cellOf,
  depthOf,
  GRU,
  LSTM,
  RecurrentTask,
  rowsOf,
  stateOf,
  unmaskedStateOf,
} from "./recurrent_task";
import {
  gatherRows,
  gatherStep,
  panelAt,
  panelsAtStep,
  panelsFrom,
  recordOf,
  scatterStep,
  stepsOf,
  storeLastStates,
  takeSlices,
} from "./sequences";

export function recurrentForward(task: RecurrentTask, thread: u32, threads: u32): void {
  const slices = <usize>task.slices;
  for (let first = takeSlices(task); first < slices; first = takeSlices(task)) {
    const count = panelsFrom(task, first);
    for (let i: usize = 0; i < count; i++) startPanel(task, panelAt(task, first, i));
    const steps = stepsOf(task, first);
    for (let step: usize = 0; step < steps; step++) {
      forwardStep(task, first, panelsAtStep(task, first, count, step), step);
    }
  }
}

/** The first record's state: the initial one, or zeros. */
function startPanel(task: RecurrentTask, panel: usize): void {
  const record = recordOf(task, panel, 0), state = unmaskedStateOf(task, record);
  memory.fill(record, 0, depthOf(task) << 5);
  if (task.recurrentMask) {
    memory.fill(state, 0, <usize>task.stateSize << 5);
    gatherMask(task, panel);
  }
  if (task.initialState) gatherRows(task, task.initialState, panel, state);
  if (task.cell == LSTM) {
    const cell = cellOf(task, record);
    memory.fill(cell, 0, <usize>task.stateSize << 5);
    if (task.initialCell) gatherRows(task, task.initialCell, panel, cell);
  }
  if (!task.returnSequences) storeLastStates(task, panel, 0, state);
}

/** A step of the first `count` panels of some slices. */
function forwardStep(task: RecurrentTask, first: usize, count: usize, step: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const panel = panelAt(task, first, i), record = recordOf(task, panel, step);
    gatherStep(task, task.input, <usize>task.inputSize, panel, step, record);
    clearPadding(task, record);
    if (task.recurrentMask) {
      multiplyByMask(task, panel, unmaskedStateOf(task, record), stateOf(task, record));
    }
  }
  forwardProducts(task, first, count, step);
  for (let i: usize = 0; i < count; i++) {
    const panel = panelAt(task, first, i), next = recordOf(task, panel, step + 1);
    const state = unmaskedStateOf(task, next);
    stepCell(task, recordOf(task, panel, step), next);
    if (task.returnSequences) {
      scatterStep(task, task.output, <usize>task.stateSize, panel, step, state);
    } else storeLastStates(task, panel, step + 1, state);
  }
}

/** Some blocks at a time, whose weights serve one pair of panels after another; a last panel alone. */
function forwardProducts(task: RecurrentTask, first: usize, count: usize, step: usize): void {
  const rows = <usize>task.productRows, depth = depthOf(task), sixes = rowsInSixes(rows);
  if (count > 1) {
    const together = rowsTogether(depth);
    for (let row: usize = 0, rowsOfStep: usize = 0; row < rows; row += rowsOfStep) {
      rowsOfStep = row < sixes ? min(together, sixes - row) : 4;
      const weights = task.packedForward + row * (depth << 2), at = row << 5;
      const bias = task.packedBias + (row << 2);
      for (let i: usize = 1; i < count; i += 2) {
        const left = recordOf(task, panelAt(task, first, i - 1), step);
        const right = recordOf(task, panelAt(task, first, i), step);
        const c = rowsOf(task, left) + at, rightC = rowsOf(task, right) + at;
        if (row < sixes) {
          sixProductsAsideWithBias(weights, depth * 24, rowsOfStep, left, right, bias, c, rightC);
        } else {
          productsAsideWithBias(weights, weights + depth * 16, left, right, bias, c, rightC);
        }
      }
    }
  }
  if (count & 1) {
    const record = recordOf(task, panelAt(task, first, count - 1), step), c = rowsOf(task, record);
    let row: usize = 0;
    for (; row < sixes; row += 12) {
      const weights = task.packedForward + row * (depth << 2), bias = task.packedBias + (row << 2);
      twelveProductsWithBias(weights, depth * 24, record, bias, c + (row << 5));
    }
    for (; row < rows; row += 8) {
      const weights = task.packedForward + row * (depth << 2), bias = task.packedBias + (row << 2);
      if (row + 4 < rows) productsBelowWithBias(weights, depth << 4, record, bias, c + (row << 5));
      else productWithBias(weights, weights + (depth << 4), record, bias, c + (row << 5));
    }
  }
}

/** Zeros where inputs and state were rounded up to whole tiles. */
@inline
function clearPadding(task: RecurrentTask, record: usize): void {
  const inputs = <usize>task.inputSize, inputDepth = <usize>task.inputDepth;
  if (inputs < inputDepth) memory.fill(record + (inputs << 5), 0, (inputDepth - inputs) << 5);
  const units = <usize>task.stateSize, stateDepth = <usize>task.stateDepth;
  if (units < stateDepth) {
    memory.fill(stateOf(task, record) + (units << 5), 0, (stateDepth - units) << 5);
  }
}

@inline
function stepCell(task: RecurrentTask, record: usize, next: usize): void {
  if (task.cell == LSTM) lstmCell(task, record, next);
  else if (task.cell == GRU) gruCell(task, record, next);
  else rnnCell(task, record, next);
}
