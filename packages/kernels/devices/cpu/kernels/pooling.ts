/**
 * `FusedPooling` and its gradient on the sluice backend: see assembly/pooling.ts.
 *
 * @module
 */
import { type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import {
  FUSED_POOLING,
  FUSED_POOLING_GRADIENT,
  type PoolingAttributes,
} from "../../../ops/pooling.ts";
import { longestFirst } from "../plan_sequences.ts";
import { Arena } from "../runtime/arena.ts";
import { SLICES } from "../slices.ts";

/** The fields of `PoolingTask` in assembly/pooling.ts, in order. */
export const POOLING_TASK = {
  kind: "u32",
  batch: "u32",
  steps: "u32",
  features: "u32",
  slices: "u32",
  order: "u32",
  lengths: "u32",
  counter: "u32",
  input: "u32",
  vector: "u32",
  output: "u32",
  winners: "u32",
  weights: "u32",
  outputGradient: "u32",
  inputGradient: "u32",
  sliceGradients: "u32",
  vectorGradient: "u32",
} as const;

type Task = Record<keyof typeof POOLING_TASK, number>;

/** The numbers of the kinds in assembly/pooling.ts. */
const KINDS = { mean: 0, max: 1, attention: 2 } as const;

interface PoolingInputs {
  input: TensorInfo;
  vectors: TensorInfo[];
}

/** The forward pass. */
export const fusedPooling: KernelConfig = {
  kernelName: FUSED_POOLING,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    const { input, vectors } = inputs as unknown as PoolingInputs;
    const attributes = attrs as unknown as PoolingAttributes;
    const sluice = backend as SluiceBackend;
    const [batch, steps, features] = input.shape as [number, number, number];
    const output = sluice.allocate([batch, features]);
    const saved: TensorInfo[] = [];
    if (attributes.kind === "max") saved.push(sluice.allocate([batch, features], "int32"));
    if (attributes.kind === "attention") saved.push(sluice.allocate([batch, steps]));
    const arena = new Arena(), places = placeRows(arena, batch);
    sluice.runtime.withScratch(arena.bytes, (base) => {
      const task: Task = {
        ...commonFields(sluice, base, places, input, vectors, saved, attributes),
        output: sluice.address(output),
      };
      sluice.runtime.run("poolingForward", POOLING_TASK, task, util.sizeFromShape(input.shape));
    });
    return [output, ...saved];
  },
};

/** The gradient. */
export const fusedPoolingGradient: KernelConfig = {
  kernelName: FUSED_POOLING_GRADIENT,
  backendName: BACKEND_NAME,
  kernelFunc({ inputs, attrs, backend }) {
    const { input, vectors, saved, outputGradient } = inputs as unknown as PoolingInputs & {
      saved: TensorInfo[];
      outputGradient: TensorInfo;
    };
    const attributes = attrs as unknown as PoolingAttributes;
    const sluice = backend as SluiceBackend;
    const [batch, , features] = input.shape as [number, number, number];
    const inputGradient = sluice.allocate(input.shape);
    const vectorGradients = vectors.map((vector) => sluice.allocate(vector.shape));
    const slices = Math.min(SLICES, batch);
    const arena = new Arena(), places = placeRows(arena, batch);
    const sliceGradients = arena.take(4 * slices * features);
    sluice.runtime.withScratch(arena.bytes, (base) => {
      const task: Task = {
        ...commonFields(sluice, base, places, input, vectors, saved, attributes),
        slices,
        outputGradient: sluice.address(outputGradient),
        inputGradient: sluice.address(inputGradient),
        sliceGradients: base + sliceGradients,
        vectorGradient: vectorGradients[0] ? sluice.address(vectorGradients[0]) : 0,
      };
      const work = util.sizeFromShape(input.shape);
      sluice.runtime.run("poolingBackward", POOLING_TASK, task, work);
      if (vectors.length) sluice.runtime.run("poolingReduce", POOLING_TASK, task, features);
    });
    return [inputGradient, ...vectorGradients];
  },
};

interface RowPlaces {
  order: number;
  lengths: number;
  counter: number;
}

function placeRows(arena: Arena, batch: number): RowPlaces {
  return { order: arena.take(4 * batch), lengths: arena.take(4 * batch), counter: arena.take(4) };
}

/** Writes order, lengths and a counter that starts at 0; the fields that both passes share. */
function commonFields(
  backend: SluiceBackend,
  base: number,
  places: RowPlaces,
  input: TensorInfo,
  vectors: TensorInfo[],
  saved: TensorInfo[],
  { kind, lengths }: PoolingAttributes,
): Task {
  const { runtime } = backend;
  const [batch, steps, features] = input.shape as [number, number, number];
  runtime.heap.lend((views) => {
    views.integers(base + places.order, batch).set(longestFirst(lengths));
    views.integers(base + places.lengths, batch).set(lengths);
    views.integers(base + places.counter, 1).fill(0);
  });
  return {
    kind: KINDS[kind],
    batch,
    steps,
    features,
    slices: 0,
    order: base + places.order,
    lengths: base + places.lengths,
    counter: base + places.counter,
    input: backend.address(input),
    vector: vectors[0] ? backend.address(vectors[0]) : 0,
    output: 0,
    winners: kind === "max" ? backend.address(saved[0]!) : 0,
    weights: kind === "attention" ? backend.address(saved[0]!) : 0,
    outputGradient: 0,
    inputGradient: 0,
    sliceGradients: 0,
    vectorGradient: 0,
  };
}
