// How a recurrent layer sees a batch: cut into panels; and how rows travel between the caller's
// [row, time, feature] tensors and the panels.
//
// A panel is eight rows of the batch side by side, one per lane of two vectors. Rows are sorted by length,
// longest first, so a panel's rows end at nearly the same step, and steps beyond the panel's longest row
// are never computed. Each (panel, step) has a record:
//
//     inputs and state   [inputDepth + stateDepth][8 rows]   x_t above h_{t-1}: one column of the product
//     then what the layer saves for its gradient (recurrent_task.ts)
//
// so h_t, stored in the next record, is already where the next step's product reads it. A row that has
// ended keeps computing on zero inputs; nothing reads what it computes. A panel's records lie one after
// another, steps + 1 of them (the last holds the final state); for inference two suffice, taken in turn.
//
// Panel p is work of slice p modulo slices. Threads take slices as they get to them, the longest first, so a
// thread that is held up by others on its processor takes fewer. Weights beyond the second-level cache are
// better read once for several slices: then a thread takes some at a time. Gradients of weights are summed
// per slice, then over slices in order, so no result depends on any of this.

import { transpose4x4 } from "./vector";

/** Rows in a panel. */
export const LANES: usize = 8;

/** The batch as a recurrent layer sees it; all sizes in elements, all pointers in bytes. */
@unmanaged
export class Sequences {
  batch: u32;
  /** Time steps of the padded tensors. */
  steps: u32;
  inputSize: u32;
  stateSize: u32;
  /** inputSize and stateSize rounded up to a multiple of eight. */
  inputDepth: u32;
  stateDepth: u32;
  panels: u32;
  slices: u32;
  /** Slices that a thread takes at a time, to run through their steps together. */
  together: u32;
  /** 1: each row is read from its own end to its start. */
  reverse: u32;
  /** 1: the output is [row, time, state]; 0: the last state of each row. */
  returnSequences: u32;
  /** All ones to keep every record, 1 to use two in turn. */
  recordMask: u32;
  recordSize: u32;
  records: usize;
  /** [panels * 8] i32: the row of the batch in each lane, and its length; empty lanes: row 0, length 0. */
  rows: usize;
  lengths: usize;
  /** [panels] i32: the length of the panel's longest row, and its first record. */
  panelSteps: usize;
  panelRecord: usize;
  /** u32: the next slice that no thread has taken. */
  counter: usize;
  /** [inputSize] zeros, read in place of the inputs of rows that have ended. */
  zeros: usize;
  input: usize;
  inputGradient: usize;
  output: usize;
  outputGradient: usize;
}

/** The first of the next slices that no thread has taken; `slices` or more where there are none. */
@inline
export function takeSlices(s: Sequences): usize {
  return <usize>atomic.add<u32>(s.counter, s.together);
}

/** How many panels the slices from `first` on have that a thread takes at a time. */
export function panelsFrom(s: Sequences, first: usize): usize {
  const together = slicesFrom(s, first);
  let count: usize = 0;
  for (let slice = first; slice < first + together; slice++) {
    count += (<usize>s.panels - slice + <usize>s.slices - 1) / <usize>s.slices;
  }
  return count;
}

@inline
function slicesFrom(s: Sequences, first: usize): usize {
  return min(<usize>s.together, <usize>s.slices - first);
}

/** The i-th of these panels, in their order: that of their lengths. */
@inline
export function panelAt(s: Sequences, first: usize, i: usize): usize {
  const together = slicesFrom(s, first);
  return together == 1
    ? first + i * <usize>s.slices
    : first + i % together + i / together * <usize>s.slices;
}

/** How many of these panels, which are the first ones, have not ended before a step. */
export function panelsAtStep(s: Sequences, first: usize, count: usize, step: usize): usize {
  while (count && stepsOf(s, panelAt(s, first, count - 1)) <= step) count--;
  return count;
}

/** The record of a panel at a step. */
@inline
export function recordOf(s: Sequences, panel: usize, step: usize): usize {
  const index = <usize>load<u32>(s.panelRecord + (panel << 2)) + (step & <usize>s.recordMask);
  return s.records + index * <usize>s.recordSize;
}

@inline
export function stepsOf(s: Sequences, panel: usize): usize {
  return <usize>load<u32>(s.panelSteps + (panel << 2));
}

@inline
export function lengthOf(s: Sequences, panel: usize, lane: usize): usize {
  return <usize>load<u32>(s.lengths + ((panel * LANES + lane) << 2));
}

/** Where [row, time, 0] of a tensor with `size` features lies at a step of the recurrence. */
@inline
function elementOf(
  s: Sequences,
  tensor: usize,
  size: usize,
  panel: usize,
  lane: usize,
  length: usize,
  step: usize,
): usize {
  const row = <usize>load<u32>(s.rows + ((panel * LANES + lane) << 2));
  const time = s.reverse ? length - 1 - step : step;
  return tensor + ((row * <usize>s.steps + time) * size << 2);
}

/** The same, or the zeros where the row has ended. */
@inline
function elementOrZeros(
  s: Sequences,
  tensor: usize,
  size: usize,
  panel: usize,
  lane: usize,
  step: usize,
): usize {
  const length = lengthOf(s, panel, lane);
  return step < length ? elementOf(s, tensor, size, panel, lane, length, step) : s.zeros;
}

/** Transposes the step's vectors of `size` features of eight rows into target[size][8]. */
export function gatherStep(
  s: Sequences,
  tensor: usize,
  size: usize,
  panel: usize,
  step: usize,
  target: usize,
): void {
  const whole = size & ~3;
  for (let half: usize = 0; half < 2; half++) {
    const lane = half << 2;
    const row0 = elementOrZeros(s, tensor, size, panel, lane, step);
    const row1 = elementOrZeros(s, tensor, size, panel, lane + 1, step);
    const row2 = elementOrZeros(s, tensor, size, panel, lane + 2, step);
    const row3 = elementOrZeros(s, tensor, size, panel, lane + 3, step);
    let to = target + (half << 4);
    for (let k: usize = 0; k < whole; k += 4) {
      const at = k << 2;
      transpose4x4(
        v128.load(row0 + at),
        v128.load(row1 + at),
        v128.load(row2 + at),
        v128.load(row3 + at),
        to,
        to + 32,
        to + 64,
        to + 96,
      );
      to += 128;
    }
    for (let k: usize = whole; k < size; k++) {
      const at = k << 2;
      store<f32>(to, load<f32>(row0 + at));
      store<f32>(to, load<f32>(row1 + at), 4);
      store<f32>(to, load<f32>(row2 + at), 8);
      store<f32>(to, load<f32>(row3 + at), 12);
      to += 32;
    }
  }
}

/** Writes source[size][8] to the step of each row that has not ended. */
export function scatterStep(
  s: Sequences,
  tensor: usize,
  size: usize,
  panel: usize,
  step: usize,
  source: usize,
): void {
  const whole = size & ~3;
  for (let half: usize = 0; half < 2; half++) {
    const lane = half << 2;
    // Sorted by length: if the fourth row of this half goes on, all four do.
    if (step < lengthOf(s, panel, lane + 3)) {
      const row0 = elementOrZeros(s, tensor, size, panel, lane, step);
      const row1 = elementOrZeros(s, tensor, size, panel, lane + 1, step);
      const row2 = elementOrZeros(s, tensor, size, panel, lane + 2, step);
      const row3 = elementOrZeros(s, tensor, size, panel, lane + 3, step);
      let from = source + (half << 4);
      for (let k: usize = 0; k < whole; k += 4) {
        const at = k << 2;
        transpose4x4(
          v128.load(from),
          v128.load(from, 32),
          v128.load(from, 64),
          v128.load(from, 96),
          row0 + at,
          row1 + at,
          row2 + at,
          row3 + at,
        );
        from += 128;
      }
      for (let k: usize = whole; k < size; k++) {
        const at = k << 2;
        store<f32>(row0 + at, load<f32>(from));
        store<f32>(row1 + at, load<f32>(from, 4));
        store<f32>(row2 + at, load<f32>(from, 8));
        store<f32>(row3 + at, load<f32>(from, 12));
        from += 32;
      }
    } else {
      for (let q: usize = 0; q < 4; q++) {
        const length = lengthOf(s, panel, lane + q);
        if (step >= length) break;
        const row = elementOf(s, tensor, size, panel, lane + q, length, step);
        for (let k: usize = 0; k < size; k++) {
          store<f32>(row + (k << 2), load<f32>(source + (k << 5) + ((lane + q) << 2)));
        }
      }
    }
  }
}

/** Where [row, 0] of a tensor [batch, stateSize] lies. */
@inline
function rowOf(s: Sequences, tensor: usize, panel: usize, lane: usize): usize {
  const row = <usize>load<u32>(s.rows + ((panel * LANES + lane) << 2));
  return tensor + (row * <usize>s.stateSize << 2);
}

/** Whether a lane holds a row of the batch. */
@inline
function holdsRow(s: Sequences, panel: usize, lane: usize): bool {
  return panel * LANES + lane < <usize>s.batch;
}

/** Reads [batch, stateSize] into target[stateSize][8]. */
export function gatherRows(s: Sequences, tensor: usize, panel: usize, target: usize): void {
  const size = <usize>s.stateSize;
  for (let lane: usize = 0; lane < LANES && holdsRow(s, panel, lane); lane++) {
    const from = rowOf(s, tensor, panel, lane);
    for (let k: usize = 0; k < size; k++) {
      store<f32>(target + (k << 5) + (lane << 2), load<f32>(from + (k << 2)));
    }
  }
}

/** Writes source[stateSize][8] to the rows of [batch, stateSize]. */
export function scatterRows(s: Sequences, tensor: usize, panel: usize, source: usize): void {
  for (let lane: usize = 0; lane < LANES && holdsRow(s, panel, lane); lane++) {
    scatterRow(s, tensor, panel, lane, source);
  }
}

@inline
function scatterRow(s: Sequences, tensor: usize, panel: usize, lane: usize, source: usize): void {
  const size = <usize>s.stateSize;
  const to = rowOf(s, tensor, panel, lane);
  for (let k: usize = 0; k < size; k++) {
    store<f32>(to + (k << 2), load<f32>(source + (k << 5) + (lane << 2)));
  }
}

/** Copies the state of the rows of this length to the output [batch, stateSize]. */
export function storeLastStates(s: Sequences, panel: usize, length: usize, state: usize): void {
  for (let lane: usize = 0; lane < LANES && holdsRow(s, panel, lane); lane++) {
    if (lengthOf(s, panel, lane) == length) scatterRow(s, s.output, panel, lane, state);
  }
}

/** Adds the last output's gradient to the state's gradient [stateSize][8] of the rows of this length. */
export function addLastGradients(
  s: Sequences,
  panel: usize,
  length: usize,
  stateGradient: usize,
): void {
  const size = <usize>s.stateSize;
  for (let lane: usize = 0; lane < LANES && holdsRow(s, panel, lane); lane++) {
    if (lengthOf(s, panel, lane) != length) continue;
    const from = rowOf(s, s.outputGradient, panel, lane);
    for (let k: usize = 0; k < size; k++) {
      const to = stateGradient + (k << 5) + (lane << 2);
      store<f32>(to, load<f32>(to) + load<f32>(from + (k << 2)));
    }
  }
}

/** Adds the gradient of the whole sequence's output at a step to the state's gradient. */
export function addStepGradients(
  s: Sequences,
  panel: usize,
  step: usize,
  stateGradient: usize,
  scratch: usize,
): void {
  const size = <usize>s.stateSize;
  gatherStep(s, s.outputGradient, size, panel, step, scratch);
  const end = size << 5;
  for (let at: usize = 0; at < end; at += 16) {
    const to = stateGradient + at;
    v128.store(to, f32x4.add(v128.load(to), v128.load(scratch + at)));
  }
}
