/**
 * `FusedRecurrent` and its gradient on the sluice backend: see assembly/recurrent.ts.
 *
 * @module
 */
import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import {
  type Cell,
  FUSED_RECURRENT,
  FUSED_RECURRENT_GRADIENT,
  type RecurrentAttributes,
} from "../../../ops/recurrent.ts";
import { planRecords, planSequences, type SequencePlan } from "../plan_sequences.ts";
import { Arena } from "../runtime/arena.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { placePlan, SEQUENCES, writePlan } from "./sequences.ts";

/** The fields of `RecurrentTask` in assembly/recurrent_task.ts, in order. */
export const RECURRENT_TASK = {
  ...SEQUENCES,
  cell: "u32",
  productRows: "u32",
  kernel: "u32",
  recurrentKernel: "u32",
  bias: "u32",
  packedForward: "u32",
  packedBias: "u32",
  packedBackward: "u32",
  heldGates: "u32",
  heldValue: "f32",
  initialState: "u32",
  initialCell: "u32",
  initialStateGradient: "u32",
  initialCellGradient: "u32",
  recurrentMask: "u32",
  panelMasks: "u32",
  panelGradients: "u32",
  sliceGradients: "u32",
  scratch: "u32",
  kernelGradient: "u32",
  recurrentKernelGradient: "u32",
  biasGradient: "u32",
} as const;

type RecurrentTask = Record<keyof typeof RECURRENT_TASK, number>;

/** Inputs of the kernels. */
interface RecurrentInputs {
  input: TensorInfo;
  kernel: TensorInfo;
  recurrentKernel: TensorInfo;
  bias: TensorInfo;
  initialState?: TensorInfo;
  initialCell?: TensorInfo;
  recurrentMask?: TensorInfo;
}

/** Inputs of the gradient's kernel. */
interface GradientInputs extends RecurrentInputs {
  saved: TensorInfo;
  outputGradient: TensorInfo;
}

/** Numbers of the cells in the assembly. */
const CELL_NUMBER: Readonly<Record<Cell, number>> = { lstm: 0, gru: 1, rnn: 2 };

/** The forward pass: the output, and what the gradient needs where it is asked for. */
export const fusedRecurrent: KernelConfig = {
  kernelName: FUSED_RECURRENT,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    return forward(
      inputs as unknown as RecurrentInputs,
      attrs as unknown as RecurrentAttributes,
      backend as SluiceBackend,
    );
  },
};

/** The gradients of all inputs, in their order; overwrites `saved`. */
export const fusedRecurrentGradient: KernelConfig = {
  kernelName: FUSED_RECURRENT_GRADIENT,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    return backward(
      inputs as unknown as GradientInputs,
      attrs as unknown as RecurrentAttributes,
      backend as SluiceBackend,
    );
  },
};

/** Sizes that the task and the scratch memory follow from. */
function sizesOf(inputs: RecurrentInputs, cell: Cell) {
  const inputSize = inputs.kernel.shape[0]!;
  const stateSize = inputs.recurrentKernel.shape[0]!;
  const inputDepth = roundUp(inputSize, 8), stateDepth = roundUp(stateSize, 8);
  const depth = inputDepth + stateDepth;
  const productRows = cell === "rnn" ? roundUp(stateSize, 4) : 4 * stateSize;
  const isGruMasked = cell === "gru" && inputs.recurrentMask !== undefined;
  const extra = cell === "lstm" || isGruMasked ? stateSize : 0;
  const recordSize = recordStride(32 * (depth + productRows + extra));
  return { inputSize, stateSize, inputDepth, stateDepth, depth, productRows, recordSize };
}

type Sizes = ReturnType<typeof sizesOf>;

function roundUp(size: number, multiple: number): number {
  return Math.ceil(size / multiple) * multiple;
}

/** Weights of more bytes than this do not stay in a processor's second-level cache. */
const LARGE_WEIGHTS = 256 * 1024;
const MOST_SLICES_TOGETHER = 4;

/**
 * Slices that a thread takes at a time: as many as leave some for all threads where weights are large, two
 * where products are computed with 256 bits, which two panels share.
 */
function slicesTogether(plan: SequencePlan, sizes: Sizes, runtime: Runtime): number {
  const { threads, vectorBits } = runtime;
  const isLarge = 4 * sizes.productRows * sizes.depth > LARGE_WEIGHTS;
  if (!isLarge && vectorBits === 256 && plan.slices >= 2 * threads) return 2;
  return isLarge ? Math.min(MOST_SLICES_TOGETHER, Math.ceil(plan.slices / threads)) : 1;
}

/** Bytes of the recurrent mask, once more as panels read it. */
function maskBytes(plan: SequencePlan, { stateSize }: Sizes): number {
  return 32 * plan.panels * stateSize;
}

/** At strides of 4 KiB all panels' records would share the same cache sets. */
function recordStride(bytes: number): number {
  return bytes % 4096 === 0 ? bytes + 128 : bytes;
}

function forward(inputs: RecurrentInputs, attributes: RecurrentAttributes, backend: SluiceBackend) {
  const { keepForGradient, returnSequences } = attributes;
  const { runtime } = backend;
  const plan = planOf(inputs, attributes);
  const sizes = sizesOf(inputs, attributes.cell);
  const { panelRecord, records } = planRecords(plan, keepForGradient);
  const saved = backend.allocate([records * sizes.recordSize / 4]);
  const output = backend.allocate(
    returnSequences ? [plan.batch, plan.steps, sizes.stateSize] : [plan.batch, sizes.stateSize],
  );
  const arena = new Arena();
  const places = placePlan(arena, plan, sizes.inputSize);
  const packedForward = arena.take(4 * sizes.productRows * sizes.depth);
  const packedBias = arena.take(4 * sizes.productRows);
  const panelMasks = arena.take(inputs.recurrentMask ? maskBytes(plan, sizes) : 0);
  runtime.withScratch(arena.bytes, (base) => {
    const outputAddress = backend.address(output);
    if (returnSequences && plan.ragged) fillZero(backend, output);
    const task: RecurrentTask = {
      ...commonFields(inputs, attributes, backend, sizes),
      ...writePlan(runtime, base, places, plan, panelRecord, sizes.inputSize),
      recordMask: keepForGradient ? 0xffffffff : 1,
      records: backend.address(saved),
      output: outputAddress,
      packedForward: base + packedForward,
      packedBias: base + packedBias,
      panelMasks: base + panelMasks,
    };
    const work = plan.tokens * sizes.productRows * sizes.depth;
    const weights = sizes.productRows * sizes.depth;
    runtime.run("recurrentPackForward", RECURRENT_TASK, task, weights);
    runtime.run("recurrentForward", RECURRENT_TASK, task, work);
  });
  if (keepForGradient) return [output, saved];
  backend.disposeData(saved.dataId);
  return [output];
}

function backward(inputs: GradientInputs, attributes: RecurrentAttributes, backend: SluiceBackend) {
  const { runtime } = backend;
  const plan = planOf(inputs, attributes);
  const sizes = sizesOf(inputs, attributes.cell);
  const { productRows, depth, stateSize } = sizes;
  const gradientOf = (tensor: TensorInfo | undefined) => tensor && backend.allocate(tensor.shape);
  const inputGradient = backend.allocate(inputs.input.shape);
  const kernelGradient = backend.allocate(inputs.kernel.shape);
  const recurrentKernelGradient = backend.allocate(inputs.recurrentKernel.shape);
  const biasGradient = backend.allocate(inputs.bias.shape);
  const initialStateGradient = gradientOf(inputs.initialState);
  const initialCellGradient = gradientOf(inputs.initialCell);
  const addressOf = (tensor: TensorInfo | undefined) => tensor ? backend.address(tensor) : 0;

  const { panelRecord } = planRecords(plan, true);
  const features = Math.max(sizes.inputSize, stateSize);
  const arena = new Arena();
  const places = placePlan(arena, plan, features);
  const packedBackward = arena.take(4 * productRows * depth);
  const panelGradients = arena.take(plan.panels * 32 * (depth + stateSize));
  const sliceGradients = arena.take(plan.slices * 4 * productRows * (depth + 1));
  const together = slicesTogether(plan, sizes, runtime);
  const scratchSize = runtime.call("recurrentScratchSize", depth, together);
  const scratch = arena.take(runtime.threads * scratchSize);
  const panelMasks = arena.take(inputs.recurrentMask ? maskBytes(plan, sizes) : 0);
  runtime.withScratch(arena.bytes, (base) => {
    if (plan.ragged) fillZero(backend, inputGradient);
    const task: RecurrentTask = {
      ...commonFields(inputs, attributes, backend, sizes),
      ...writePlan(runtime, base, places, plan, panelRecord, features),
      recordMask: 0xffffffff,
      records: backend.address(inputs.saved),
      inputGradient: backend.address(inputGradient),
      outputGradient: backend.address(inputs.outputGradient),
      packedBackward: base + packedBackward,
      panelGradients: base + panelGradients,
      sliceGradients: base + sliceGradients,
      scratch: base + scratch,
      panelMasks: base + panelMasks,
      kernelGradient: backend.address(kernelGradient),
      recurrentKernelGradient: backend.address(recurrentKernelGradient),
      biasGradient: backend.address(biasGradient),
      initialStateGradient: addressOf(initialStateGradient),
      initialCellGradient: addressOf(initialCellGradient),
    };
    const weights = productRows * depth;
    runtime.run("recurrentPackBackward", RECURRENT_TASK, task, weights);
    runtime.run("recurrentBackward", RECURRENT_TASK, task, 2 * plan.tokens * weights);
    runtime.run("recurrentReduce", RECURRENT_TASK, task, weights);
  });
  return [
    inputGradient,
    kernelGradient,
    recurrentKernelGradient,
    biasGradient,
    initialStateGradient,
    initialCellGradient,
  ].filter((gradient) => gradient !== undefined);
}

function planOf({ input }: RecurrentInputs, { lengths }: RecurrentAttributes): SequencePlan {
  return planSequences(lengths, input.shape[1]!);
}

const NO_TASK = Object.fromEntries(
  Object.keys(RECURRENT_TASK).map((name) => [name, 0]),
) as RecurrentTask;

function commonFields(
  inputs: RecurrentInputs,
  attributes: RecurrentAttributes,
  backend: SluiceBackend,
  sizes: Sizes,
): RecurrentTask {
  const { cell, heldGates } = attributes;
  const plan = planOf(inputs, attributes);
  const { inputSize, stateSize, inputDepth, stateDepth, productRows, recordSize } = sizes;
  return {
    ...NO_TASK,
    batch: plan.batch,
    steps: plan.steps,
    inputSize,
    stateSize,
    inputDepth,
    stateDepth,
    panels: plan.panels,
    slices: plan.slices,
    together: slicesTogether(plan, sizes, backend.runtime),
    reverse: Number(attributes.reverse),
    returnSequences: Number(attributes.returnSequences),
    recordSize,
    cell: CELL_NUMBER[cell],
    productRows,
    input: backend.address(inputs.input),
    kernel: backend.address(inputs.kernel),
    recurrentKernel: backend.address(inputs.recurrentKernel),
    bias: backend.address(inputs.bias),
    heldGates: heldGates.mask,
    heldValue: heldGates.value,
    initialState: inputs.initialState ? backend.address(inputs.initialState) : 0,
    initialCell: inputs.initialCell ? backend.address(inputs.initialCell) : 0,
    recurrentMask: inputs.recurrentMask ? backend.address(inputs.recurrentMask) : 0,
  };
}

function fillZero(backend: SluiceBackend, tensor: TensorInfo): void {
  backend.runtime.fillZero(backend.address(tensor), 4 * util.sizeFromShape(tensor.shape));
}
