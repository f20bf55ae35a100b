/**
 * `Conv2D`, `FusedConv2D` and the gradients of `Conv2D` on the sluice backend, as products of matrices: see
 * assembly/patches.ts. tfjs's layers for convolutions over time use them too.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { backend_util, type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { fallBack, isPlain, type KernelParameters } from "./fall_back.ts";

/** The fields of `PatchesTask` in assembly/patches.ts, in order. */
export const PATCHES_TASK = {
  batch: "u32",
  height: "u32",
  width: "u32",
  channels: "u32",
  outputHeight: "u32",
  outputWidth: "u32",
  filterHeight: "u32",
  filterWidth: "u32",
  strideHeight: "u32",
  strideWidth: "u32",
  dilationHeight: "u32",
  dilationWidth: "u32",
  top: "u32",
  left: "u32",
  input: "u32",
  patches: "u32",
} as const;

type Information = backend_util.Conv2DInfo;

interface Attributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  dataFormat: "NHWC" | "NCHW";
  dilations?: [number, number] | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
  activation?: string;
  /** Of the input's gradient. */
  inputShape?: [number, number, number, number];
  /** Of the filter's gradient. */
  filterShape?: [number, number, number, number];
}

/** Images whose patches together take at most this many bytes are done at once. */
const PATCHES_BYTES = 2 ** 26;
/** The kernels of the activations that a fused convolution may have. */
const ACTIVATIONS: Record<string, string> = { relu: "Relu", sigmoid: "Sigmoid" };

/** The convolution; channels first, groups and other dtypes fall back to tfjs's kernel. */
export const conv2d: KernelConfig = {
  kernelName: "Conv2D",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { x, filter } = parameters.inputs as { x: TensorInfo; filter: TensorInfo };
    const information = informationOf(parameters, x.shape, filter.shape);
    if (!information || !isPlain(x, filter)) return fallBack("Conv2D", parameters);
    return convolve(parameters.backend as SluiceBackend, x, filter, information);
  },
};

/** With a bias of one row, and ReLU or a sigmoid; the rest falls back to tfjs's kernel. */
export const fusedConv2d: KernelConfig = {
  kernelName: "FusedConv2D",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { x, filter, bias } = parameters.inputs as {
      x: TensorInfo;
      filter: TensorInfo;
      bias?: TensorInfo;
    };
    const { activation = "linear" } = parameters.attrs as unknown as Attributes;
    const information = informationOf(parameters, x.shape, filter.shape);
    const plainBias = !bias || isPlain(bias) && util.sizeFromShape(bias.shape) === filter.shape[3];
    if (
      !information || !isPlain(x, filter) || !plainBias ||
      activation !== "linear" && !(activation in ACTIVATIONS)
    ) return fallBack("FusedConv2D", parameters);
    const backend = parameters.backend as SluiceBackend;
    const output = convolve(backend, x, filter, information, bias);
    if (activation === "linear") return output;
    const activated = run(backend, ACTIVATIONS[activation]!, { x: output });
    release(backend, output);
    return activated;
  },
};

/** The gradient of the input. */
export const conv2dBackpropInput: KernelConfig = {
  kernelName: "Conv2DBackpropInput",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { dy, filter } = parameters.inputs as { dy: TensorInfo; filter: TensorInfo };
    const { inputShape } = parameters.attrs as unknown as Attributes;
    const information = informationOf(parameters, inputShape!, filter.shape);
    if (!information || !isPlain(dy, filter) || inputShape!.includes(0)) {
      return fallBack("Conv2DBackpropInput", parameters);
    }
    const backend = parameters.backend as SluiceBackend;
    const { positions, window, filters } = sizesOf(information);
    const gradient = backend.allocate([...inputShape!]);
    for (const [first, count] of partsOf(information)) {
      const rows = part(backend, dy, first, count, positions * filters);
      const patches = run(backend, "BatchMatMul", {
        a: reshaped(rows, [count * positions, filters]),
        b: reshaped(filter, [window, filters]),
      }, { transposeA: false, transposeB: true });
      runPatches(backend, "addPatches", information, first, count, gradient, patches);
      release(backend, patches, ...rows === dy ? [] : [rows]);
    }
    return gradient;
  },
};

/** The gradient of the filter. */
export const conv2dBackpropFilter: KernelConfig = {
  kernelName: "Conv2DBackpropFilter",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { x, dy } = parameters.inputs as { x: TensorInfo; dy: TensorInfo };
    const { filterShape } = parameters.attrs as unknown as Attributes;
    const information = informationOf(parameters, x.shape, filterShape!);
    if (!information || !isPlain(x, dy)) return fallBack("Conv2DBackpropFilter", parameters);
    const backend = parameters.backend as SluiceBackend;
    const { positions, window, filters } = sizesOf(information);
    let gradient: TensorInfo | undefined;
    for (const [first, count] of partsOf(information)) {
      const patches = backend.allocate([count * positions, window]);
      runPatches(backend, "gatherPatches", information, first, count, x, patches);
      const rows = part(backend, dy, first, count, positions * filters);
      const more = run(backend, "BatchMatMul", {
        a: patches,
        b: reshaped(rows, [count * positions, filters]),
      }, { transposeA: true, transposeB: false });
      release(backend, patches, ...rows === dy ? [] : [rows]);
      if (!gradient) gradient = more;
      else {
        const sum = run(backend, "Add", { a: gradient, b: more });
        release(backend, gradient, more);
        gradient = sum;
      }
    }
    return reshaped(gradient!, [...filterShape!]);
  },
};

function convolve(
  backend: SluiceBackend,
  x: TensorInfo,
  filter: TensorInfo,
  information: Information,
  bias?: TensorInfo,
): TensorInfo {
  const { positions, window, filters } = sizesOf(information);
  const { batchSize, outShape } = information;
  const product = (first: number, count: number) => {
    const patches = backend.allocate([count * positions, window]);
    runPatches(backend, "gatherPatches", information, first, count, x, patches);
    const result = run(backend, "_FusedMatMul", {
      a: patches,
      b: reshaped(filter, [window, filters]),
      ...bias ? { bias: reshaped(bias, [filters]) } : {},
    }, { transposeA: false, transposeB: false });
    release(backend, patches);
    return result;
  };
  const parts = partsOf(information);
  if (parts.length === 1) return reshaped(product(0, batchSize), outShape);
  const output = backend.allocate(outShape);
  for (const [first, count] of parts) {
    const result = product(first, count);
    backend.withValues([result, output], (from, to) => to.set(from, first * positions * filters));
    release(backend, result);
  }
  return output;
}

/** undefined where tfjs's kernel has to do it. */
function informationOf(
  { attrs }: KernelParameters,
  inputShape: number[],
  filterShape: number[],
): Information | undefined {
  const attributes = attrs as unknown as Attributes;
  if (
    (attributes.dataFormat ?? "NHWC") !== "NHWC" || filterShape[2] !== inputShape[3]
  ) return undefined;
  const information = backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    attributes.strides,
    attributes.dilations ?? 1,
    attributes.pad,
    attributes.dimRoundingMode,
  );
  return information.outShape.some((size) => size <= 0) ? undefined : information;
}

/** Output positions of an image, elements of a window, and filters. */
function sizesOf(
  { outHeight, outWidth, filterHeight, filterWidth, inChannels, outChannels }: Information,
) {
  return {
    positions: outHeight * outWidth,
    window: filterHeight * filterWidth * inChannels,
    filters: outChannels,
  };
}

/** The first image and the number of images of each part. */
function partsOf(information: Information): [first: number, count: number][] {
  const { positions, window } = sizesOf(information);
  const count = Math.max(1, Math.floor(PATCHES_BYTES / (4 * positions * window)));
  const parts: [number, number][] = [];
  for (let first = 0; first < information.batchSize; first += count) {
    parts.push([first, Math.min(count, information.batchSize - first)]);
  }
  return parts;
}

/** Some images of a tensor: itself where these are all, else a copy. */
function part(
  backend: SluiceBackend,
  tensor: TensorInfo,
  first: number,
  count: number,
  imageSize: number,
): TensorInfo {
  if (count * imageSize === util.sizeFromShape(tensor.shape)) return tensor;
  const copy = backend.allocate([count * imageSize]), start = first * imageSize;
  backend.withValues(
    [tensor, copy],
    (from, to) => to.set(from.subarray(start, start + count * imageSize)),
  );
  return copy;
}

/** Runs a kernel of assembly/patches.ts on some images. */
function runPatches(
  backend: SluiceBackend,
  kernel: "gatherPatches" | "addPatches",
  information: Information,
  first: number,
  count: number,
  images: TensorInfo,
  patches: TensorInfo,
): void {
  const { inHeight, inWidth, inChannels, padInfo } = information;
  backend.runtime.run(kernel, PATCHES_TASK, {
    batch: count,
    height: inHeight,
    width: inWidth,
    channels: inChannels,
    outputHeight: information.outHeight,
    outputWidth: information.outWidth,
    filterHeight: information.filterHeight,
    filterWidth: information.filterWidth,
    strideHeight: information.strideHeight,
    strideWidth: information.strideWidth,
    dilationHeight: information.dilationHeight,
    dilationWidth: information.dilationWidth,
    top: padInfo.top,
    left: padInfo.left,
    input: backend.address(images) + 4 * first * inHeight * inWidth * inChannels,
    patches: backend.address(patches),
  }, util.sizeFromShape(patches.shape));
}

/** The same data in another shape, for as long as the tensor lives. */
function reshaped({ dataId, dtype }: TensorInfo, shape: number[]): TensorInfo {
  return { dataId, dtype, shape };
}

function run(
  backend: SluiceBackend,
  kernelName: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap = {},
): TensorInfo {
  return tf.getKernel(kernelName, BACKEND_NAME)
    .kernelFunc({ inputs, backend, attrs }) as TensorInfo;
}

function release(backend: SluiceBackend, ...tensors: TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId);
}
