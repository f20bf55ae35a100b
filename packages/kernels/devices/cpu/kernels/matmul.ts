/**
 * `BatchMatMul` and `_FusedMatMul` on the sluice backend: see assembly/matmul.ts.
 *
 * @module
 */
import { broadcast_util, type KernelConfig, type TensorInfo, util } from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "../sluice_backend.ts";
import { Arena } from "../runtime/arena.ts";

/** The fields of `MatMulTask` in assembly/matmul.ts, in order. */
export const MATMUL_TASK = {
  batches: "u32",
  rows: "u32",
  columns: "u32",
  depth: "u32",
  aBatchStride: "u32",
  aRowStride: "u32",
  aDepthStride: "u32",
  bBatchStride: "u32",
  bDepthStride: "u32",
  bColumnStride: "u32",
  a: "u32",
  b: "u32",
  bias: "u32",
  output: "u32",
  packed: "u32",
  scratch: "u32",
} as const;

interface Operand {
  tensor: TensorInfo;
  transposed: boolean;
}

/** `BatchMatMul`; batches broadcast. Falls back to tfjs's kernel where an operand is not float32. */
export const batchMatMul: KernelConfig = {
  kernelName: "BatchMatMul",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { a, b } = parameters.inputs as { a: TensorInfo; b: TensorInfo };
    if (a.dtype !== "float32" || b.dtype !== "float32") {
      return tf.getKernel("BatchMatMul", "cpu").kernelFunc(parameters);
    }
    const { transposeA, transposeB } = parameters.attrs as unknown as {
      transposeA: boolean;
      transposeB: boolean;
    };
    return matMul(
      parameters.backend as SluiceBackend,
      { tensor: a, transposed: transposeA },
      { tensor: b, transposed: transposeB },
    );
  },
};

/**
 * Multiply-adds in one unit of what `Runtime.run` calls work: below a million of them, 40 microseconds, it
 * takes longer to wake another thread than to do without.
 */
const PRODUCTS_A_UNIT = 50;

/** The kernels of the activations that a fused product may have. */
const ACTIVATIONS: Record<string, string> = { relu: "Relu", sigmoid: "Sigmoid" };

/**
 * `_FusedMatMul` with a bias of one row, and ReLU or a sigmoid; the rest falls back to tfjs's kernel.
 */
export const fusedMatMul: KernelConfig = {
  kernelName: "_FusedMatMul",
  backendName: BACKEND_NAME,
  kernelFunc(parameters) {
    const { a, b, bias } = parameters.inputs as {
      a: TensorInfo;
      b: TensorInfo;
      bias?: TensorInfo;
    };
    const { transposeA, transposeB, activation } = parameters.attrs as unknown as {
      transposeA: boolean;
      transposeB: boolean;
      activation?: string;
    };
    const columns = transposeB ? b.shape.at(-2) : b.shape.at(-1);
    const plainBias = !bias ||
      bias.dtype === "float32" && util.sizeFromShape(bias.shape) === columns &&
        bias.shape.at(-1) === columns;
    const activationKernel = activation && ACTIVATIONS[activation];
    if (
      a.dtype !== "float32" || b.dtype !== "float32" || !plainBias ||
      activation && activation !== "linear" && !activationKernel
    ) {
      return tf.getKernel("_FusedMatMul", "cpu").kernelFunc(parameters);
    }
    const backend = parameters.backend as SluiceBackend;
    const product = matMul(
      backend,
      { tensor: a, transposed: transposeA },
      { tensor: b, transposed: transposeB },
      bias,
    );
    if (!activationKernel) return product;
    const activated = tf.getKernel(activationKernel, BACKEND_NAME)
      .kernelFunc({ inputs: { x: product }, backend, attrs: {} });
    backend.disposeData(product.dataId);
    return activated;
  },
};

function matMul(backend: SluiceBackend, a: Operand, b: Operand, bias?: TensorInfo): TensorInfo {
  const left = matrixOf(a), right = matrixOf(b);
  if (left.columns !== right.rows) {
    throw new RangeError(
      `matMul: the inner sizes differ: ${left.columns} of shape [${a.tensor.shape}]` +
        `${a.transposed ? " transposed" : ""} and ${right.rows} of shape [${b.tensor.shape}]` +
        `${b.transposed ? " transposed" : ""}`,
    );
  }
  const batchShape = broadcast_util.assertAndGetBroadcastShape(
    a.tensor.shape.slice(0, -2),
    b.tensor.shape.slice(0, -2),
  );
  const output = backend.allocate([...batchShape, left.rows, right.columns]);
  const { runtime } = backend;
  const batches = util.sizeFromShape(batchShape);
  const depth = left.columns;
  const work = batches * left.rows * right.columns * depth;
  if (batches * left.rows * right.columns === 0) return output;

  // One run for each pair of equal batches; mixed broadcasting (as [2, 1] with [1, 3]) runs pair by pair.
  const simple = [left.batches, right.batches].every((n) => n === batches || n === 1);
  const runs = simple ? 1 : batches;
  const runBatches = simple ? batches : 1;
  const arena = new Arena();
  const packed = arena.take(
    32 * runBatches * Math.ceil(right.columns / 8) * (depth + depth % 2),
  );
  const scratch = arena.take(runtime.threads * runtime.call("matMulScratchSize", depth));
  const aIndex = batchIndices(a.tensor.shape.slice(0, -2), batchShape);
  const bIndex = batchIndices(b.tensor.shape.slice(0, -2), batchShape);
  runtime.withScratch(arena.bytes, (base) => {
    for (let run = 0; run < runs; run++) {
      const task = {
        batches: runBatches,
        rows: left.rows,
        columns: right.columns,
        depth,
        aBatchStride: left.batches === 1 ? 0 : left.rows * depth,
        aRowStride: left.rowStride,
        aDepthStride: left.columnStride,
        bBatchStride: right.batches === 1 ? 0 : depth * right.columns,
        bDepthStride: right.rowStride,
        bColumnStride: right.columnStride,
        a: backend.address(a.tensor) + (simple ? 0 : 4 * aIndex(run) * left.rows * depth),
        b: backend.address(b.tensor) + (simple ? 0 : 4 * bIndex(run) * depth * right.columns),
        bias: bias ? backend.address(bias) : 0,
        output: backend.address(output) + 4 * run * left.rows * right.columns,
        packed: base + packed,
        scratch: base + scratch,
      };
      runtime.run("matMulPack", MATMUL_TASK, task, work / left.rows);
      runtime.run("matMul", MATMUL_TASK, task, work / PRODUCTS_A_UNIT);
    }
  });
  return output;
}

/** A matrix's sizes and strides in elements, as the product reads it. */
function matrixOf({ tensor, transposed }: Operand) {
  const [rows, columns] = tensor.shape.slice(-2) as [number, number];
  const batches = util.sizeFromShape(tensor.shape.slice(0, -2));
  return transposed
    ? { rows: columns, columns: rows, rowStride: 1, columnStride: columns, batches }
    : { rows, columns, rowStride: columns, columnStride: 1, batches };
}

/** For batch number i of the broadcast shape, the batch number in an operand of shape `own`. */
function batchIndices(own: number[], broadcast: number[]): (index: number) => number {
  return (index) => {
    let rest = index, result = 0, stride = 1;
    for (let axis = broadcast.length - 1; axis >= 0; axis--) {
      const size = broadcast[axis]!, coordinate = rest % size;
      rest = Math.floor(rest / size);
      const ownSize = own[axis - broadcast.length + own.length];
      if (ownSize === undefined) continue;
      if (ownSize > 1) result += coordinate * stride;
      stride *= ownSize;
    }
    return result;
  };
}
