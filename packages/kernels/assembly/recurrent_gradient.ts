// The gradient of recurrent layers, step by step from the last to the first; that of the weights is summed in
// recurrent_weights.ts.

import { twoProducts } from "./products";
import { gruCellGradient } from "./gru_cell";
import { lstmCellGradient } from "./lstm_cell";
import { rnnCellGradient } from "./rnn_cell";
import { gatherMask, multiplyByMask } from "./recurrent_mask";
import { depthOf, GRU, LSTM, RecurrentTask, rowsOf, stateOf } from "./recurrent_task";
import {
  accumulateWeights,
  addPending,
  BLOCK,
  outputGradientOf,
  scratchOf,
  sliceScratch,
  startWeights,
} from "./recurrent_weights";
import {
  addLastGradients,
  addStepGradients,
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
  const panels = <usize>task.panels, slices = <usize>task.slices;
  for (let first = takeSlices(task); first < slices; first = takeSlices(task)) {
    const end = min(first + <usize>task.together, slices), scratch = scratchOf(task, thread);
    for (let slice = first; slice < end; slice++) {
      startWeights(task, slice, sliceScratch(task, scratch, slice - first));
      for (let panel = slice; panel < panels; panel += slices) {
        memory.fill(panelGradientOf(task, panel), 0, panelGradientSize(task));
        if (task.recurrentMask) gatherMask(task, panel);
      }
    }
    for (let step = stepsOf(task, first); step-- > 0;) {
      backwardStep(task, first, end, step, scratch);
    }
    for (let slice = first; slice < end; slice++) {
      accumulateWeights(task, slice, sliceScratch(task, scratch, slice - first));
      for (let panel = slice; panel < panels; panel += slices) finishPanel(task, panel);
    }
  }
}

@inline
function panelGradientOf(task: RecurrentTask, panel: usize): usize {
  return task.panelGradients + panel * panelGradientSize(task);
}

/** A step of the panels of some slices, block by block as in forwardStep. */
function backwardStep(
  task: RecurrentTask,
  first: usize,
  end: usize,
  step: usize,
  scratch: usize,
): void {
  const panels = <usize>task.panels, slices = <usize>task.slices;
  for (let slice = first; slice < end; slice++) {
    for (let panel = slice; panel < panels; panel += slices) {
      if (step >= stepsOf(task, panel)) break;
      rowGradients(task, panel, step, scratch);
    }
  }
  const blocks = depthOf(task) >> 2, blockSize = <usize>task.productRows << 4;
  // Their number is even: inputDepth and stateDepth are multiples of eight.
  for (let block: usize = 0; block < blocks; block += 2) {
    const weights = task.packedBackward + block * blockSize;
    for (let slice = first; slice < end; slice++) {
      for (let panel = slice; panel < panels; panel += slices) {
        if (step >= stepsOf(task, panel)) break;
        const rows = rowsOf(task, recordOf(task, panel, step));
        twoProducts(weights, blockSize, rows, panelGradientOf(task, panel) + (block << 7));
      }
    }
  }
  for (let slice = first; slice < end; slice++) {
    const own = sliceScratch(task, scratch, slice - first);
    for (let panel = slice; panel < panels; panel += slices) {
      if (step >= stepsOf(task, panel)) break;
      inputGradients(task, panel, step);
      if (addPending(task, recordOf(task, panel, step), own) == BLOCK) {
        accumulateWeights(task, slice, own);
      }
    }
  }
}

/** The gradients of the product's rows, in the rows' place, from those of the state and the cell. */
function rowGradients(task: RecurrentTask, panel: usize, step: usize, scratch: usize): void {
  const record = recordOf(task, panel, step), gradient = panelGradientOf(task, panel);
  const stateGradient = stateOf(task, gradient), bypass = gradient + (depthOf(task) << 5);
  if (task.returnSequences) {
    addStepGradients(task, panel, step, stateGradient, outputGradientOf(task, scratch));
  } else addLastGradients(task, panel, step + 1, stateGradient);

  if (task.cell == LSTM) lstmCellGradient(task, record, stateGradient, bypass);
  else if (task.cell == GRU) gruCellGradient(task, record, stateGradient, bypass);
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
