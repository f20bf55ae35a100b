/**
 * `FusedConvolution` and its gradient on the sluice backend: see assembly/convolution.ts.
 *
 * @module
 */
import type { KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import {
  type ConvolutionAttributes,
  FUSED_CONVOLUTION,
  FUSED_CONVOLUTION_GRADIENT,
} from "../../../ops/convolution.ts";
import { taskSize, writeTask } from "../runtime/task.ts";
import { longestFirst } from "../plan_sequences.ts";
import { Arena } from "../runtime/arena.ts";
import { SLICES } from "../slices.ts";

/** The fields of `ConvolutionLayer` in assembly/convolution.ts, in order. */
export const CONVOLUTION_LAYER = {
  channels: "u32",
  filters: "u32",
  width: "u32",
  left: "u32",
  lost: "u32",
  steps: "u32",
  kernel: "u32",
  bias: "u32",
  packed: "u32",
  packedBias: "u32",
  transformed: "u32",
  wild: "u32",
  output: "u32",
  packedBackward: "u32",
  sliceGradients: "u32",
  kernelGradient: "u32",
  biasGradient: "u32",
} as const;

/** The fields of `ConvolutionTask` in assembly/convolution.ts, in order. */
export const CONVOLUTION_TASK = {
  batch: "u32",
  steps: "u32",
  layers: "u32",
  layerCount: "u32",
  pool: "u32",
  slices: "u32",
  order: "u32",
  lengths: "u32",
  counter: "u32",
  input: "u32",
  maxima: "u32",
  winners: "u32",
  margin: "u32",
  bufferSize: "u32",
  scratchSize: "u32",
  scratch: "u32",
  outputGradient: "u32",
  inputGradient: "u32",
} as const;

type Layer = Record<keyof typeof CONVOLUTION_LAYER, number>;
type Task = Record<keyof typeof CONVOLUTION_TASK, number>;

interface ConvolutionInputs {
  input: TensorInfo;
  kernels: TensorInfo[];
  biases: TensorInfo[];
}

interface ConvolutionGradientInputs extends ConvolutionInputs {
  outputs: TensorInfo[];
  winners: TensorInfo[];
  outputGradient: TensorInfo;
}

/** The forward pass. */
export const fusedConvolution: KernelConfig = {
  kernelName: FUSED_CONVOLUTION,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    return forward(
      inputs as unknown as ConvolutionInputs,
      attrs as unknown as ConvolutionAttributes,
      backend as SluiceBackend,
    );
  },
};

/** The gradient. */
export const fusedConvolutionGradient: KernelConfig = {
  kernelName: FUSED_CONVOLUTION_GRADIENT,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    return backward(
      inputs as unknown as ConvolutionGradientInputs,
      attrs as unknown as ConvolutionAttributes,
      backend as SluiceBackend,
    );
  },
};

function forward(
  inputs: ConvolutionInputs,
  attributes: ConvolutionAttributes,
  backend: SluiceBackend,
): TensorInfo[] {
  const { runtime } = backend;
  const { pool, keepForGradient } = attributes;
  const layers = layersOf(inputs, attributes, backend);
  const [batch, steps] = inputs.input.shape as [number, number];
  const last = layers.at(-1)!;
  // Where a layer's output is needed by nobody but the next layer, it stays in the threads' buffers.
  const outputs = layers.map((layer, index) =>
    (index < layers.length - 1 ? keepForGradient : !pool)
      ? backend.allocate([batch, layer.steps, layer.filters])
      : undefined
  );
  const maxima = pool ? backend.allocate([batch, last.filters]) : undefined;
  const winners = pool ? backend.allocate([batch, last.filters], "int32") : undefined;

  const margin = Math.max(...layers.map(({ left }) => left));
  const width = Math.max(...layers.map(({ width }) => width));
  const channels = Math.max(...layers.flatMap(({ channels, filters }) => [channels, filters]));
  const bufferSize = roundToLines(
    runtime.call("convolutionBufferSize", margin, steps, width, channels),
  );
  const fast = layers.map(takesFastWay);
  const scratchSize = 2 * bufferSize + roundToLines(Math.max(
    ...layers.map((layer, index) =>
      Math.max(
        runtime.call("convolutionScratchSize", layer.width, layer.channels),
        fast[index] ? runtime.call("fastConvolutionScratchSize", layer.channels, layer.filters) : 0,
      )
    ),
  ));
  const arena = new Arena();
  const packed = layers.map((layer, index) => {
    const channels = 8 * Math.ceil(layer.channels / 8), panels = Math.ceil(layer.filters / 8);
    return {
      weights: arena.take(32 * panels * layer.width * channels),
      bias: arena.take(32 * panels),
      transformed: arena.take(fast[index] ? 32 * 8 * panels * channels : 0),
    };
  });
  const places = placeCommon(arena, layers.length, batch);
  const scratch = arena.take(runtime.threads * scratchSize);
  runtime.withScratch(arena.bytes, (base) => {
    layers.forEach((layer, index) => {
      layer.packed = base + packed[index]!.weights;
      layer.packedBias = base + packed[index]!.bias;
      layer.transformed = fast[index] ? base + packed[index]!.transformed : 0;
      layer.output = outputs[index] ? backend.address(outputs[index]!) : 0;
    });
    const task: Task = {
      ...writeCommon(backend, base, places, inputs.input, layers, attributes),
      maxima: maxima ? backend.address(maxima) : 0,
      winners: winners ? backend.address(winners) : 0,
      margin,
      bufferSize,
      scratchSize,
      scratch: base + scratch,
    };
    const work = workOf(layers, attributes);
    runtime.run("convolutionPack", CONVOLUTION_TASK, task, work / steps);
    runtime.run("convolutionForward", CONVOLUTION_TASK, task, work);
  });
  const hidden = outputs.slice(0, -1).filter((output) => output !== undefined);
  if (!pool) return [outputs.at(-1)!, ...hidden];
  if (keepForGradient) return [maxima!, ...hidden, winners!];
  backend.disposeData(winners!.dataId);
  return [maxima!];
}

function backward(
  inputs: ConvolutionGradientInputs,
  attributes: ConvolutionAttributes,
  backend: SluiceBackend,
): TensorInfo[] {
  const { runtime } = backend;
  const { pool } = attributes;
  const layers = layersOf(inputs, attributes, backend);
  const [batch, steps] = inputs.input.shape as [number, number];
  const slices = Math.min(SLICES, batch);
  // A sequence's own output comes first among the outputs, see ops/convolution.ts.
  const outputs = pool ? inputs.outputs : [...inputs.outputs.slice(1), inputs.outputs[0]!];
  const inputGradient = backend.allocate(inputs.input.shape);
  const kernelGradients = inputs.kernels.map((kernel) => backend.allocate(kernel.shape));
  const biasGradients = inputs.biases.map((bias) => backend.allocate(bias.shape));

  const arena = new Arena();
  const parts = layers.map((layer) => {
    const windowSize = layer.width * layer.channels;
    return {
      packed: arena.take(16 * Math.ceil(windowSize / 4) * 4 * Math.ceil(layer.filters / 4)),
      sums: arena.take(slices * runtime.call("convolutionSliceSize", windowSize, layer.filters)),
    };
  });
  const bufferSize = Math.max(
    ...layers.map((layer, index) =>
      runtime.call(
        "convolutionPaddedSize",
        index ? layers[index - 1]!.steps : steps,
        layer.width,
        layer.channels,
      )
    ),
  );
  const filters = Math.max(...layers.map(({ filters }) => filters));
  const scratchSize = 3 * bufferSize + runtime.call("convolutionGradientScratchSize", filters);
  const places = placeCommon(arena, layers.length, batch);
  const scratch = arena.take(runtime.threads * scratchSize);
  runtime.withScratch(arena.bytes, (base) => {
    layers.forEach((layer, index) => {
      layer.output = outputs[index] ? backend.address(outputs[index]!) : 0;
      layer.packedBackward = base + parts[index]!.packed;
      layer.sliceGradients = base + parts[index]!.sums;
      layer.kernelGradient = backend.address(kernelGradients[index]!);
      layer.biasGradient = backend.address(biasGradients[index]!);
    });
    const task: Task = {
      ...writeCommon(backend, base, places, inputs.input, layers, attributes),
      slices,
      winners: pool ? backend.address(inputs.winners[0]!) : 0,
      bufferSize,
      scratchSize,
      scratch: base + scratch,
      outputGradient: backend.address(inputs.outputGradient),
      inputGradient: backend.address(inputGradient),
    };
    const work = workOf(layers, attributes), weights = Math.min(work, work / steps * 8);
    runtime.run("convolutionPackBackward", CONVOLUTION_TASK, task, weights);
    runtime.run("convolutionBackward", CONVOLUTION_TASK, task, work);
    runtime.run("convolutionReduce", CONVOLUTION_TASK, task, weights);
  });
  return [inputGradient, ...kernelGradients, ...biasGradients];
}

/** The layers' sizes and weights; addresses of what differs from pass to pass are 0. */
function layersOf(
  inputs: ConvolutionInputs,
  attributes: ConvolutionAttributes,
  backend: SluiceBackend,
): Layer[] {
  let steps = inputs.input.shape[1]!;
  return inputs.kernels.map((kernel, index) => {
    const [width, channels, filters] = kernel.shape as [number, number, number];
    const same = attributes.padding === "same";
    const lost = same ? 0 : width - 1;
    steps = Math.max(0, steps - lost);
    return {
      channels,
      filters,
      width,
      left: same ? Math.floor((width - 1) / 2) : 0,
      lost,
      steps,
      kernel: backend.address(kernel),
      bias: backend.address(inputs.biases[index]!),
      packed: 0,
      packedBias: 0,
      transformed: 0,
      wild: 0,
      output: 0,
      packedBackward: 0,
      sliceGradients: 0,
      kernelGradient: 0,
      biasGradient: 0,
    };
  });
}

interface CommonPlaces {
  layers: number;
  order: number;
  lengths: number;
  counter: number;
}

function placeCommon(arena: Arena, layerCount: number, batch: number): CommonPlaces {
  return {
    layers: arena.take(layerCount * taskSize(CONVOLUTION_LAYER)),
    order: arena.take(4 * batch),
    lengths: arena.take(4 * batch),
    counter: arena.take(4),
  };
}

/** Writes layers, lengths and a counter that starts at 0; the fields that both passes share. */
function writeCommon(
  backend: SluiceBackend,
  base: number,
  places: CommonPlaces,
  input: TensorInfo,
  layers: Layer[],
  { lengths, pool }: ConvolutionAttributes,
): Task {
  const { runtime } = backend;
  const [batch, steps] = input.shape as [number, number];
  layers.forEach((layer, index) => {
    const at = base + places.layers + index * taskSize(CONVOLUTION_LAYER);
    writeTask(runtime.memory, at, CONVOLUTION_LAYER, layer);
  });
  runtime.heap.lend((views) => {
    views.integers(base + places.order, batch).set(longestFirst(lengths));
    views.integers(base + places.lengths, batch).set(lengths);
    views.integers(base + places.counter, 1).fill(0);
  });
  return {
    batch,
    steps,
    layers: base + places.layers,
    layerCount: layers.length,
    pool: Number(pool),
    slices: 0,
    order: base + places.order,
    lengths: base + places.lengths,
    counter: base + places.counter,
    input: backend.address(input),
    maxima: 0,
    winners: 0,
    margin: 0,
    bufferSize: 0,
    scratchSize: 0,
    scratch: 0,
    outputGradient: 0,
    inputGradient: 0,
  };
}

/** Whether assembly/fast_convolution.ts can do a layer, and is worth it. */
function takesFastWay({ width, channels, filters }: Layer): boolean {
  return width >= 3 && width <= 6 && channels >= 12 && filters >= 8;
}

function roundToLines(bytes: number): number {
  return 64 * Math.ceil(bytes / 64);
}

function workOf(layers: Layer[], { lengths }: ConvolutionAttributes): number {
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  return tokens * layers.reduce(
    (sum, layer) => sum + layer.width * layer.channels * layer.filters,
    0,
  );
}
