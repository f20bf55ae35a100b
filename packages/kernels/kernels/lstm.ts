/**
 * `FusedLstm` and its gradient on the sluice backend: see assembly/lstm.ts.
 *
 * @module
 */
import type { KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../backend/sluice_backend.ts";
import { FUSED_LSTM, FUSED_LSTM_GRADIENT, type LstmAttributes } from "../ops/lstm.ts";
import { planRecords } from "../ops/sequences.ts";
import { Arena, placePlan, recordStride, SEQUENCES, tileDepth, writePlan } from "./recurrent.ts";

/** The fields of `LstmTask` in assembly/lstm.ts, in order. */
export const LSTM_TASK = {
  ...SEQUENCES,
  kernel: "u32",
  recurrentKernel: "u32",
  bias: "u32",
  packedForward: "u32",
  packedBias: "u32",
  packedBackward: "u32",
  heldGates: "u32",
  heldValue: "f32",
  panelGradients: "u32",
  sliceGradients: "u32",
  scratch: "u32",
  kernelGradient: "u32",
  recurrentKernelGradient: "u32",
  biasGradient: "u32",
} as const;

type LstmTask = Record<keyof typeof LSTM_TASK, number>;

interface LstmInputs {
  input: TensorInfo;
  kernel: TensorInfo;
  recurrentKernel: TensorInfo;
  bias: TensorInfo;
}

/** The forward pass. */
export const fusedLstm: KernelConfig = {
  kernelName: FUSED_LSTM,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    return forward(
      inputs as unknown as LstmInputs,
      attrs as unknown as LstmAttributes,
      backend as SluiceBackend,
    );
  },
};

/** The gradient; it overwrites `saved`. */
export const fusedLstmGradient: KernelConfig = {
  kernelName: FUSED_LSTM_GRADIENT,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    return backward(
      inputs as unknown as LstmInputs & { saved: TensorInfo; outputGradient: TensorInfo },
      attrs as unknown as LstmAttributes,
      backend as SluiceBackend,
    );
  },
};

/** Sizes that the task and the scratch memory follow from. */
function sizesOf(inputs: LstmInputs) {
  const inputSize = inputs.kernel.shape[0]!;
  const stateSize = inputs.recurrentKernel.shape[0]!;
  const inputDepth = tileDepth(inputSize), stateDepth = tileDepth(stateSize);
  const depth = inputDepth + stateDepth;
  const recordSize = recordStride(32 * (depth + 6 * stateSize));
  return { inputSize, stateSize, inputDepth, stateDepth, depth, recordSize };
}

function forward(inputs: LstmInputs, attributes: LstmAttributes, backend: SluiceBackend) {
  const { plan, keepForGradient, returnSequences } = attributes;
  const { runtime } = backend;
  const sizes = sizesOf(inputs);
  const { stateSize, depth } = sizes;
  const { panelRecord, records } = planRecords(plan, keepForGradient);
  const saved = backend.allocate([records * sizes.recordSize / 4]);
  const output = backend.allocate(
    returnSequences ? [plan.batch, plan.steps, stateSize] : [plan.batch, stateSize],
  );
  const arena = new Arena();
  const places = placePlan(arena, plan, sizes.inputSize);
  const packedForward = arena.take(16 * stateSize * depth);
  const packedBias = arena.take(16 * stateSize);
  runtime.withScratch(arena.bytes, (base) => {
    const outputAddress = backend.address(output);
    if (plan.ragged) runtime.fillZero(outputAddress, 4 * sizeOf(output));
    const task: LstmTask = {
      ...commonFields(inputs, attributes, backend, sizes),
      ...writePlan(runtime, base, places, plan, panelRecord, sizes.inputSize),
      recordMask: keepForGradient ? 0xffffffff : 1,
      records: backend.address(saved),
      output: outputAddress,
      packedForward: base + packedForward,
      packedBias: base + packedBias,
    };
    const work = workOf(attributes, sizes);
    runtime.run("lstmPackForward", LSTM_TASK, task, Math.min(work, 4 * stateSize * depth));
    runtime.run("lstmForward", LSTM_TASK, task, work);
  });
  if (keepForGradient) return [output, saved];
  backend.disposeData(saved.dataId);
  return [output];
}

function backward(
  inputs: LstmInputs & { saved: TensorInfo; outputGradient: TensorInfo },
  attributes: LstmAttributes,
  backend: SluiceBackend,
) {
  const { plan } = attributes;
  const { runtime } = backend;
  const sizes = sizesOf(inputs);
  const { stateSize, depth } = sizes;
  const { panelRecord } = planRecords(plan, true);
  const inputGradient = backend.allocate(inputs.input.shape);
  const kernelGradient = backend.allocate(inputs.kernel.shape);
  const recurrentKernelGradient = backend.allocate(inputs.recurrentKernel.shape);
  const biasGradient = backend.allocate(inputs.bias.shape);
  const arena = new Arena();
  const places = placePlan(arena, plan, Math.max(sizes.inputSize, stateSize));
  const packedBackward = arena.take(16 * stateSize * depth);
  const panelGradients = arena.take(plan.panels * 32 * (depth + stateSize));
  const sliceGradients = arena.take(plan.slices * stateSize * (16 * depth + 16));
  const scratch = arena.take(runtime.threads * runtime.call("lstmScratchSize", depth));
  runtime.withScratch(arena.bytes, (base) => {
    const inputGradientAddress = backend.address(inputGradient);
    if (plan.ragged) runtime.fillZero(inputGradientAddress, 4 * sizeOf(inputGradient));
    const task: LstmTask = {
      ...commonFields(inputs, attributes, backend, sizes),
      ...writePlan(
        runtime,
        base,
        places,
        plan,
        panelRecord,
        Math.max(sizes.inputSize, stateSize),
      ),
      recordMask: 0xffffffff,
      records: backend.address(inputs.saved),
      inputGradient: inputGradientAddress,
      outputGradient: backend.address(inputs.outputGradient),
      packedBackward: base + packedBackward,
      panelGradients: base + panelGradients,
      sliceGradients: base + sliceGradients,
      scratch: base + scratch,
      kernelGradient: backend.address(kernelGradient),
      recurrentKernelGradient: backend.address(recurrentKernelGradient),
      biasGradient: backend.address(biasGradient),
    };
    const work = workOf(attributes, sizes);
    runtime.run("lstmPackBackward", LSTM_TASK, task, Math.min(work, 4 * stateSize * depth));
    runtime.run("lstmBackward", LSTM_TASK, task, work);
    runtime.run("lstmReduce", LSTM_TASK, task, Math.min(work, 4 * stateSize * depth));
  });
  return [inputGradient, kernelGradient, recurrentKernelGradient, biasGradient];
}

function commonFields(
  inputs: LstmInputs,
  attributes: LstmAttributes,
  backend: SluiceBackend,
  sizes: ReturnType<typeof sizesOf>,
): LstmTask {
  const empty = Object.fromEntries(Object.keys(LSTM_TASK).map((name) => [name, 0])) as LstmTask;
  return {
    ...empty,
    steps: attributes.plan.steps,
    inputSize: sizes.inputSize,
    stateSize: sizes.stateSize,
    inputDepth: sizes.inputDepth,
    stateDepth: sizes.stateDepth,
    panels: attributes.plan.panels,
    slices: attributes.plan.slices,
    reverse: Number(attributes.reverse),
    returnSequences: Number(attributes.returnSequences),
    recordSize: sizes.recordSize,
    input: backend.address(inputs.input),
    kernel: backend.address(inputs.kernel),
    recurrentKernel: backend.address(inputs.recurrentKernel),
    bias: backend.address(inputs.bias),
    ...heldFields(attributes.heldGates),
  };
}

function heldFields(held: LstmAttributes["heldGates"]): { heldGates: number; heldValue: number } {
  let heldGates = 0, heldValue = 0;
  for (const [value, bit] of [[held.input, 1], [held.forget, 2], [held.output, 8]] as const) {
    if (value === undefined) continue;
    if (heldGates && value !== heldValue) {
      throw new RangeError("gates that are held must be held at the same value");
    }
    heldGates |= bit;
    heldValue = value;
  }
  return { heldGates, heldValue };
}

function workOf(attributes: LstmAttributes, sizes: ReturnType<typeof sizesOf>): number {
  return 4 * attributes.plan.tokens * sizes.stateSize * sizes.depth;
}

function sizeOf(tensor: TensorInfo): number {
  return tensor.shape.reduce((product, size) => product * size, 1);
}
