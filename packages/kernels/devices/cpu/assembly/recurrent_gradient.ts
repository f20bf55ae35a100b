// The gradient of recurrent layers, step by step from the last to the first; that of the weights is summed in
// recurrent_weights.ts.

import {
  product,
  productsAside,
  productsBelow,
  rowsInSixes,
  rowsTogether,
  sixProductsAside,
  twelveProducts,
} from "./products";
import { gruCellGradient } from "./gru_cell";
import { lstmCellGradient } from "./lstm_cell";
import { rnnCellGradient } from "./rnn_cell";
import { gatherMask, multiplyByMask } from "./recurrent_mask";
import { depthOf, GRU, LSTM, RecurrentTask, rowsOf, stateOf } from "./recurrent_task";
import {
  accumulateWeights,
  addPending,
  BLOCK,
  scratchOf,
  sliceScratch,
  startWeights,
  stepScratchOf,
} from "./recurrent_weights";
import {
  addLastGradients,
  addStepGradients,
  panelAt,
  panelsAtStep,
  panelsFrom,
  recordOf,
  scatterRows,
  scatterStep,
  stepsOf,
  takeSlices,
} from "./sequences";

@inline
function panelGradientSize(task: RecurrentTask): usize {
  return (depthOf(task) + <usize>task.stateSize) << 5;
}

/** Gradients for the inputs, and sums for the weights in sliceGradients. Overwrites the saved rows. */
export function recurrentBackward(task: RecurrentTask, thread: u32, threads: u32): void {
  const slices = <usize>task.slices, scratch = scratchOf(task, thread);
  for (let first = takeSlices(task); first < slices; first = takeSlices(task)) {
    const end = min(first + <usize>task.together, slices), count = panelsFrom(task, first);
    for (let slice = first; slice < end; slice++) {
      startWeights(task, slice, sliceScratch(task, scratch, slice - first));
    }
    for (let i: usize = 0; i < count; i++) {
      const panel = panelAt(task, first, i);
      memory.fill(panelGradientOf(task, panel), 0, panelGradientSize(task));
      if (task.recurrentMask) gatherMask(task, panel);
    }
    for (let step = stepsOf(task, first); step-- > 0;) {
      backwardStep(task, first, panelsAtStep(task, first, count, step), step, scratch);
    }
    for (let slice = first; slice < end; slice++) {
      accumulateWeights(task, slice, sliceScratch(task, scratch, slice - first));
    }
    for (let i: usize = 0; i < count; i++) finishPanel(task, panelAt(task, first, i));
  }
}

@inline
function panelGradientOf(task: RecurrentTask, panel: usize): usize {
  return task.panelGradients + panel * panelGradientSize(task);
}

/** A step of the first `count` panels of some slices. */
function backwardStep(
  task: RecurrentTask,
  first: usize,
  count: usize,
  step: usize,
  scratch: usize,
): void {
  for (let i: usize = 0; i < count; i++) {
    rowGradients(task, panelAt(task, first, i), step, scratch);
  }
  backwardProducts(task, first, count, step);
  for (let i: usize = 0; i < count; i++) {
    const panel = panelAt(task, first, i), slice = panel % <usize>task.slices;
    const own = sliceScratch(task, scratch, slice - first);
    inputGradients(task, panel, step);
    if (addPending(task, recordOf(task, panel, step), own) == BLOCK) {
      accumulateWeights(task, slice, own);
    }
  }
}

/** Some blocks at a time, as in forwardProducts; here A's rows are the inputs', a multiple of eight. */
function backwardProducts(task: RecurrentTask, first: usize, count: usize, step: usize): void {
  const inputs = depthOf(task), depth = <usize>task.productRows, sixes = rowsInSixes(inputs);
  if (count > 1) {
    const together = rowsTogether(depth);
    for (let input: usize = 0, inputsOfStep: usize = 0; input < inputs; input += inputsOfStep) {
      inputsOfStep = input < sixes ? min(together, sixes - input) : 4;
      const weights = task.packedBackward + input * (depth << 2), at = input << 5;
      for (let i: usize = 1; i < count; i += 2) {
        const left = panelAt(task, first, i - 1), right = panelAt(task, first, i);
        const b = rowsOf(task, recordOf(task, left, step));
        const rightB = rowsOf(task, recordOf(task, right, step));
        const c = panelGradientOf(task, left) + at, rightC = panelGradientOf(task, right) + at;
        if (input < sixes) {
          sixProductsAside(weights, depth * 24, inputsOfStep, b, rightB, c, rightC);
        } else productsAside(weights, weights + depth * 16, b, rightB, c, rightC);
      }
    }
  }
  if (count & 1) {
    const panel = panelAt(task, first, count - 1), rows = rowsOf(task, recordOf(task, panel, step));
    const gradient = panelGradientOf(task, panel);
    let input: usize = 0;
    for (; input < sixes; input += 12) {
      const weights = task.packedBackward + input * (depth << 2);
      twelveProducts(weights, depth * 24, rows, gradient + (input << 5));
    }
    for (; input < inputs; input += 8) {
      const weights = task.packedBackward + input * (depth << 2);
      const c = gradient + (input << 5);
      if (input + 4 < inputs) productsBelow(weights, depth << 4, rows, c);
      else product(weights, weights + (depth << 4), rows, c);
    }
  }
}

/** The gradients of the product's rows, in the rows' place, from those of the state and the cell. */
function rowGradients(task: RecurrentTask, panel: usize, step: usize, scratch: usize): void {
  const record = recordOf(task, panel, step), gradient = panelGradientOf(task, panel);
  const stateGradient = stateOf(task, gradient), bypass = gradient + (depthOf(task) << 5);
  const spare = stepScratchOf(task, scratch);
  if (task.returnSequences) addStepGradients(task, panel, step, stateGradient, spare);
  else addLastGradients(task, panel, step + 1, stateGradient);

  if (task.cell == LSTM) {
    const next = recordOf(task, panel, step + 1);
    lstmCellGradient(task, record, next, stateGradient, bypass, spare);
  } else if (task.cell == GRU) gruCellGradient(task, record, stateGradient, bypass);
  else rnnCellGradient(task, record, stateGradient);
}

/** What follows the product: the state's gradient for the step before, the inputs' for the caller. */
function inputGradients(task: RecurrentTask, panel: usize, step: usize): void {
  const gradient = panelGradientOf(task, panel);
  const stateGradient = stateOf(task, gradient), bypass = gradient + (depthOf(task) << 5);
  if (task.recurrentMask) multiplyByMask(task, panel, stateGradient, stateGradient);
  if (task.cell == GRU) {
    const size = <usize>task.stateSize << 5;
    for (let at: usize = 0; at < size; at += 16) {
      const sum = f32x4.add(v128.load(stateGradient + at), v128.load(bypass + at));
      v128.store(stateGradient + at, sum);
    }
  }
  scatterStep(task, task.inputGradient, <usize>task.inputSize, panel, step, gradient);
}

/** The gradients of the initial state and cell. */
function finishPanel(task: RecurrentTask, panel: usize): void {
  const gradient = panelGradientOf(task, panel), stateGradient = stateOf(task, gradient);
  if (task.initialStateGradient) {
    if (!task.returnSequences) addLastGradients(task, panel, 0, stateGradient);
    scatterRows(task, task.initialStateGradient, panel, stateGradient);
  }
  if (task.initialCellGradient) {
    scatterRows(task, task.initialCellGradient, panel, gradient + (depthOf(task) << 5));
  }
}
