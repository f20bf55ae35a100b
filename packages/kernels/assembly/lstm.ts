// The LSTM over whole sequences (Hochreiter and Schmidhuber 1997, with forget gates, Gers et al. 2000):
//
//     i, f, o = sigmoid(W [x_t; h_{t-1}] + b)     c_t = f * c_{t-1} + i * g
//     g       = tanh   (W [x_t; h_{t-1}] + b)     h_t = o * tanh(c_t)
//
// Gate order and weights are Keras's: i, f, c (here g), o; kernel [input, 4 H], recurrentKernel [H, 4 H].
// Panels, records and slices are those of recurrent.ts. A record holds
//
//     inputs and state   [depth][8]       depth = inputDepth + stateDepth
//     gates              [H][4][8]        activated; the gradient overwrites them with its own
//     cell               [H][8]           c_{t-1}
//     tanhCell           [H][8]           tanh(c_t)
//
// so one tile of the product is the four gates of one unit for eight rows, and everything after it is
// lane by lane. Packed weights:
//
//     forward            [H][depth][4]                the four gates' weights of a unit
//     backward           [depth / 4][4 H][4]          the same, four inputs at a time

import { product, productAdded, productWithBias } from "./products";
import { sigmoid, tanh } from "./activations";
import {
  addOutputGradient,
  gatherStep,
  LANES,
  recordOf,
  scatterStep,
  Sequences,
  stepsOf,
  storeLastStates,
} from "./recurrent";
import { multiplyAdd, negatedMultiplyAdd, shareStart, transpose4x4 } from "./vector";

/** Steps of panels whose gradients of weights are summed in one product: 8 x 8 rows deep. */
const BLOCK: usize = 8;

@unmanaged
export class LstmTask extends Sequences {
  kernel: usize;
  recurrentKernel: usize;
  bias: usize;
  packedForward: usize;
  packedBias: usize;
  packedBackward: usize;
  /** Bit g set: gate g (0 input, 1 forget, 3 output) is held at heldValue. */
  heldGates: u32;
  heldValue: f32;
  /** Per panel: [depth][8] gradient of inputs and state, then [H][8] of the cell. */
  panelGradients: usize;
  /** Per slice: [H][depth / 8][4][8] sums for the weights, then [H][4] for the bias. */
  sliceGradients: usize;
  /** Per thread, see accumulateWeights. */
  scratch: usize;
  kernelGradient: usize;
  recurrentKernelGradient: usize;
  biasGradient: usize;
}

@inline
function depthOf(task: LstmTask): usize {
  return <usize>task.inputDepth + <usize>task.stateDepth;
}

@inline
function gatesOf(task: LstmTask, record: usize): usize {
  return record + (depthOf(task) << 5);
}

@inline
function cellOf(task: LstmTask, record: usize): usize {
  return gatesOf(task, record) + (<usize>task.stateSize << 7);
}

@inline
function tanhCellOf(task: LstmTask, record: usize): usize {
  return cellOf(task, record) + (<usize>task.stateSize << 5);
}

@inline
function stateOf(task: LstmTask, record: usize): usize {
  return record + (<usize>task.inputDepth << 5);
}

/** The row of kernel or recurrentKernel that input k of the product meets; 0 where k is padding. */
@inline
function weightRow(task: LstmTask, k: usize): usize {
  const rowSize = <usize>task.stateSize << 4;
  if (k < <usize>task.inputDepth) {
    return k < <usize>task.inputSize ? task.kernel + k * rowSize : 0;
  }
  const unit = k - <usize>task.inputDepth;
  return unit < <usize>task.stateSize ? task.recurrentKernel + unit * rowSize : 0;
}

// Forward

export function lstmPackForward(task: LstmTask, thread: u32, threads: u32): void {
  const units = <usize>task.stateSize, depth = depthOf(task), gateSize = units << 2;
  const end = shareStart(units, thread + 1, threads, 1);
  for (let unit = shareStart(units, thread, threads, 1); unit < end; unit++) {
    let to = task.packedForward + unit * (depth << 4);
    for (let k: usize = 0; k < depth; k++, to += 16) {
      const row = weightRow(task, k);
      for (let gate: usize = 0; gate < 4; gate++) {
        const weight = row ? load<f32>(row + gate * gateSize + (unit << 2)) : 0;
        store<f32>(to + (gate << 2), weight);
      }
    }
    for (let gate: usize = 0; gate < 4; gate++) {
      const bias = load<f32>(task.bias + gate * gateSize + (unit << 2));
      store<f32>(task.packedBias + (unit << 4) + (gate << 2), bias);
    }
  }
}

export function lstmForward(task: LstmTask, thread: u32, threads: u32): void {
  const panels = <usize>task.panels, slices = <usize>task.slices;
  let steps: usize = 0;
  for (let slice = <usize>thread; slice < slices; slice += threads) {
    for (let panel = slice; panel < panels; panel += slices) {
      const record = recordOf(task, panel, 0);
      memory.fill(record, 0, depthOf(task) << 5);
      memory.fill(cellOf(task, record), 0, <usize>task.stateSize << 5);
      steps = max(steps, stepsOf(task, panel));
    }
  }
  for (let step: usize = 0; step < steps; step++) {
    gateProducts(task, step, thread, threads);
    for (let slice = <usize>thread; slice < slices; slice += threads) {
      for (let panel = slice; panel < panels; panel += slices) {
        if (step >= stepsOf(task, panel)) break;
        forwardCell(task, panel, step);
        const state = stateOf(task, recordOf(task, panel, step + 1));
        if (task.returnSequences) {
          scatterStep(task, task.output, <usize>task.stateSize, panel, step, state);
        } else storeLastStates(task, panel, step, state);
      }
    }
  }
}

/** Unit by unit, so that a unit's weights serve all panels of the thread from the first-level cache. */
function gateProducts(task: LstmTask, step: usize, thread: u32, threads: u32): void {
  const panels = <usize>task.panels, slices = <usize>task.slices, depth = depthOf(task);
  for (let slice = <usize>thread; slice < slices; slice += threads) {
    for (let panel = slice; panel < panels; panel += slices) {
      if (step >= stepsOf(task, panel)) break;
      const record = recordOf(task, panel, step);
      gatherStep(task, task.input, <usize>task.inputSize, panel, step, record);
      clearPadding(task, record);
    }
  }
  const units = <usize>task.stateSize;
  for (let unit: usize = 0; unit < units; unit++) {
    const weights = task.packedForward + unit * (depth << 4);
    const bias = task.packedBias + (unit << 4);
    for (let slice = <usize>thread; slice < slices; slice += threads) {
      for (let panel = slice; panel < panels; panel += slices) {
        if (step >= stepsOf(task, panel)) break;
        const record = recordOf(task, panel, step);
        const gates = gatesOf(task, record) + (unit << 7);
        productWithBias(weights, weights + (depth << 4), record, bias, gates);
      }
    }
  }
}

/** Zeros where inputs and state were rounded up to whole tiles. */
@inline
function clearPadding(task: LstmTask, record: usize): void {
  const inputs = <usize>task.inputSize, inputDepth = <usize>task.inputDepth;
  memory.fill(record + (inputs << 5), 0, (inputDepth - inputs) << 5);
  const units = <usize>task.stateSize, stateDepth = <usize>task.stateDepth;
  memory.fill(stateOf(task, record) + (units << 5), 0, (stateDepth - units) << 5);
}

/** Activates the gates of a panel's step and writes the next record's cell and state. */
function forwardCell(task: LstmTask, panel: usize, step: usize): void {
  const record = recordOf(task, panel, step), next = recordOf(task, panel, step + 1);
  const held = task.heldGates;
  const heldValue = f32x4.splat(task.heldValue);
  let cell = cellOf(task, record), nextCell = cellOf(task, next);
  let tanhCell = tanhCellOf(task, record), state = stateOf(task, next);
  let gates = gatesOf(task, record);
  const end = gates + (<usize>task.stateSize << 7);
  while (gates < end) {
    for (let half = 0; half < 2; half++) {
      let i = sigmoid(v128.load(gates));
      let f = sigmoid(v128.load(gates, 32));
      const g = tanh(v128.load(gates, 64));
      let o = sigmoid(v128.load(gates, 96));
      if (held) {
        if (held & 1) i = heldValue;
        if (held & 2) f = heldValue;
        if (held & 8) o = heldValue;
      }
      v128.store(gates, i);
      v128.store(gates, f, 32);
      v128.store(gates, g, 64);
      v128.store(gates, o, 96);
      const c = multiplyAdd(f, v128.load(cell), f32x4.mul(i, g));
      v128.store(nextCell, c);
      const tanhC = tanh(c);
      v128.store(tanhCell, tanhC);
      v128.store(state, f32x4.mul(o, tanhC));
      gates += 16;
      cell += 16;
      nextCell += 16;
      tanhCell += 16;
      state += 16;
    }
    gates += 96;
  }
}

// Backward

export function lstmPackBackward(task: LstmTask, thread: u32, threads: u32): void {
  const units = <usize>task.stateSize, depth = depthOf(task), gateSize = units << 2;
  const end = shareStart(depth, thread + 1, threads, 4);
  for (let k = shareStart(depth, thread, threads, 4); k < end; k++) {
    const row = weightRow(task, k);
    let to = task.packedBackward + (k >> 2) * (units << 6) + ((k & 3) << 2);
    for (let unit: usize = 0; unit < units; unit++) {
      for (let gate: usize = 0; gate < 4; gate++, to += 16) {
        store<f32>(to, row ? load<f32>(row + gate * gateSize + (unit << 2)) : 0);
      }
    }
  }
}

@inline
function panelGradientSize(task: LstmTask): usize {
  return (depthOf(task) + <usize>task.stateSize) << 5;
}

@inline
function sliceGradientSize(task: LstmTask): usize {
  return <usize>task.stateSize * ((depthOf(task) << 4) + 16);
}

/** Gradients for the inputs, and sums for the weights in sliceGradients. Overwrites the saved gates. */
export function lstmBackward(task: LstmTask, thread: u32, threads: u32): void {
  const slices = <usize>task.slices;
  for (let slice = <usize>thread; slice < slices; slice += threads) {
    memory.fill(task.sliceGradients + slice * sliceGradientSize(task), 0, sliceGradientSize(task));
    backwardSlice(task, slice, thread);
  }
}

function backwardSlice(task: LstmTask, slice: usize, thread: u32): void {
  const panels = <usize>task.panels, slices = <usize>task.slices;
  for (let panel = slice; panel < panels; panel += slices) {
    memory.fill(task.panelGradients + panel * panelGradientSize(task), 0, panelGradientSize(task));
  }
  const scratch = scratchOf(task, thread);
  let pending: usize = 0;
  for (let step = stepsOf(task, slice); step-- > 0;) {
    for (let panel = slice; panel < panels; panel += slices) {
      if (step >= stepsOf(task, panel)) break;
      const record = recordOf(task, panel, step);
      backwardStep(task, panel, step, record, scratch);
      packInputs(task, record, pending, scratch);
      store<usize>(scratch + (pending << 2), gatesOf(task, record));
      if (++pending == BLOCK) {
        accumulateWeights(task, slice, pending, scratch);
        pending = 0;
      }
    }
  }
  if (pending) accumulateWeights(task, slice, pending, scratch);
}

function backwardStep(
  task: LstmTask,
  panel: usize,
  step: usize,
  record: usize,
  scratch: usize,
): void {
  const gradient = task.panelGradients + panel * panelGradientSize(task);
  const stateGradient = gradient + (<usize>task.inputDepth << 5);
  addOutputGradient(task, panel, step, stateGradient, outputGradientOf(task, scratch));
  backwardCell(task, record, stateGradient, gradient + (depthOf(task) << 5));

  const gates = gatesOf(task, record), blockSize = <usize>task.stateSize << 6;
  let weights = task.packedBackward, to = gradient;
  const end = weights + (depthOf(task) >> 2) * blockSize;
  while (weights < end) {
    product(weights, weights + blockSize, gates, to);
    weights += blockSize;
    to += 128;
  }
  scatterStep(task, task.inputGradient, <usize>task.inputSize, panel, step, gradient);
}

/** From the gradients of h_t and c_t to those of the gates, which replace the gates, and of c_{t-1}. */
function backwardCell(
  task: LstmTask,
  record: usize,
  stateGradient: usize,
  cellGradient: usize,
): void {
  const one = f32x4.splat(1), zero = f32x4.splat(0), held = task.heldGates;
  let cell = cellOf(task, record), tanhCell = tanhCellOf(task, record);
  let gates = gatesOf(task, record);
  const end = gates + (<usize>task.stateSize << 7);
  while (gates < end) {
    for (let half = 0; half < 2; half++) {
      const i = v128.load(gates), f = v128.load(gates, 32);
      const g = v128.load(gates, 64), o = v128.load(gates, 96);
      const dh = v128.load(stateGradient), tanhC = v128.load(tanhCell);
      const dhTimesO = f32x4.mul(dh, o);
      const dc = multiplyAdd(
        negatedMultiplyAdd(tanhC, tanhC, one),
        dhTimesO,
        v128.load(cellGradient),
      );
      v128.store(cellGradient, f32x4.mul(dc, f));
      const dcTimesI = f32x4.mul(dc, i);
      v128.store(gates, f32x4.mul(f32x4.mul(dcTimesI, g), f32x4.sub(one, i)));
      const dcTimesF = f32x4.mul(dc, f);
      v128.store(gates, f32x4.mul(f32x4.mul(dcTimesF, v128.load(cell)), f32x4.sub(one, f)), 32);
      v128.store(gates, f32x4.mul(dcTimesI, negatedMultiplyAdd(g, g, one)), 64);
      v128.store(gates, f32x4.mul(f32x4.mul(dhTimesO, tanhC), f32x4.sub(one, o)), 96);
      if (held) {
        if (held & 1) v128.store(gates, zero);
        if (held & 2) v128.store(gates, zero, 32);
        if (held & 8) v128.store(gates, zero, 96);
      }
      gates += 16;
      cell += 16;
      tanhCell += 16;
      stateGradient += 16;
      cellGradient += 16;
    }
    gates += 96;
  }
}

// The gradient of the weights: for BLOCK steps of panels at a time, sum over their rows of gate gradient
// times input. A thread's scratch for it:
//
//     [BLOCK] pointers to gate gradients, then a cache line each of padding and
//     [BLOCK][8 rows][4 gates]              one unit's gate gradients, transposed
//     [depth / 8][BLOCK][8 rows][8 inputs]  all inputs, transposed
//     [depth][8 rows]                       the output's gradient at one step

const TRANSPOSED_GATES: usize = 64;
const TRANSPOSED_INPUTS: usize = 64 + BLOCK * 128;

/** Bytes of scratch that a thread needs. */
export function lstmScratchSize(depth: usize): usize {
  return TRANSPOSED_INPUTS + (BLOCK + 1) * (depth << 5) + 64;
}

@inline
function scratchOf(task: LstmTask, thread: u32): usize {
  return task.scratch + <usize>thread * lstmScratchSize(depthOf(task));
}

@inline
function outputGradientOf(task: LstmTask, scratch: usize): usize {
  return scratch + TRANSPOSED_INPUTS + BLOCK * (depthOf(task) << 5);
}

function packInputs(task: LstmTask, record: usize, slot: usize, scratch: usize): void {
  let from = record, to = scratch + TRANSPOSED_INPUTS + (slot << 8);
  const end = from + (depthOf(task) << 5);
  while (from < end) {
    for (let corner = 0; corner < 4; corner++) {
      const inputHalf = <usize>(corner >> 1), rowHalf = <usize>(corner & 1);
      const source = from + (inputHalf << 7) + (rowHalf << 4);
      const target = to + (rowHalf << 7) + (inputHalf << 4);
      transpose4x4(
        v128.load(source),
        v128.load(source, 32),
        v128.load(source, 64),
        v128.load(source, 96),
        target,
        target + 32,
        target + 64,
        target + 96,
      );
    }
    from += 256;
    to += BLOCK << 8;
  }
}

function accumulateWeights(task: LstmTask, slice: usize, count: usize, scratch: usize): void {
  const units = <usize>task.stateSize, depth = depthOf(task);
  let sums = task.sliceGradients + slice * sliceGradientSize(task);
  let biasSums = sums + units * (depth << 4);
  const gates = scratch + TRANSPOSED_GATES, gatesEnd = gates + (count << 7);
  for (let unit: usize = 0; unit < units; unit++) {
    let sum = v128.load(biasSums);
    for (let slot: usize = 0; slot < count; slot++) {
      const from = load<usize>(scratch + (slot << 2)) + (unit << 7);
      const to = gates + (slot << 7);
      for (let half: usize = 0; half < 2; half++) {
        const source = from + (half << 4), target = to + (half << 6);
        transpose4x4(
          v128.load(source),
          v128.load(source, 32),
          v128.load(source, 64),
          v128.load(source, 96),
          target,
          target + 16,
          target + 32,
          target + 48,
        );
      }
      for (let row: usize = 0; row < 128; row += 16) sum = f32x4.add(sum, v128.load(to + row));
    }
    v128.store(biasSums, sum);
    biasSums += 16;
    let inputs = scratch + TRANSPOSED_INPUTS;
    for (let k: usize = 0; k < depth; k += 8) {
      productAdded(gates, gatesEnd, inputs, sums);
      inputs += BLOCK << 8;
      sums += 128;
    }
  }
}

/** Adds the slices' sums, in order, into the gradients of kernel, recurrentKernel and bias. */
export function lstmReduce(task: LstmTask, thread: u32, threads: u32): void {
  const units = <usize>task.stateSize, depth = depthOf(task), slices = <usize>task.slices;
  const size = sliceGradientSize(task), gateSize = units << 2, rowSize = units << 4;
  const inputDepth = <usize>task.inputDepth, inputs = <usize>task.inputSize;
  const end = shareStart(units, thread + 1, threads, 1);
  for (let unit = shareStart(units, thread, threads, 1); unit < end; unit++) {
    for (let k: usize = 0; k < depth; k++) {
      const isInput = k < inputDepth;
      const row = isInput ? k : k - inputDepth;
      if (row >= (isInput ? inputs : units)) continue;
      const target = (isInput ? task.kernelGradient : task.recurrentKernelGradient) + row * rowSize;
      for (let gate: usize = 0; gate < 4; gate++) {
        let from = task.sliceGradients + unit * (depth << 4) + ((k >> 3) << 7) + (gate << 5) +
          ((k & 7) << 2);
        let sum: f32 = 0;
        for (let slice: usize = 0; slice < slices; slice++, from += size) sum += load<f32>(from);
        store<f32>(target + gate * gateSize + (unit << 2), sum);
      }
    }
    let from = task.sliceGradients + units * (depth << 4) + (unit << 4);
    let sum = f32x4.splat(0);
    for (let slice: usize = 0; slice < slices; slice++, from += size) {
      sum = f32x4.add(sum, v128.load(from));
    }
    const bias = task.biasGradient + (unit << 2);
    store<f32>(bias, f32x4.extract_lane(sum, 0));
    store<f32>(bias + gateSize, f32x4.extract_lane(sum, 1));
    store<f32>(bias + gateSize * 2, f32x4.extract_lane(sum, 2));
    store<f32>(bias + gateSize * 3, f32x4.extract_lane(sum, 3));
  }
}
