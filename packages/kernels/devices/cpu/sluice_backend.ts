/**
 * A tfjs backend for the CPU whose tensors can live in the memory of WebAssembly kernels.
 *
 * It is tfjs's own CPU backend, all of its kernels included, with the kernels that matter replaced
 * (see ../kernels). A tensor starts as a JavaScript array, as there; it moves into the shared memory when
 * one of our kernels first needs it, and stays. What our kernels compute is born there.
 *
 * @module
 */
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { backend_util, DataType, TensorInfo } from "@tensorflow/tfjs-core";
import type { Runtime } from "./runtime/runtime.ts";

/** tfjs's key of a tensor's data. */
type DataId = TensorInfo["dataId"];

/** The values of a tensor that is no text. */
export type NumericValues = Float32Array | Int32Array | Uint8Array;

/** What the CPU backend keeps of a tensor, and its address where it lies in the kernels' memory. */
class StoredTensor {
  address: number | undefined;
  #length = 0;
  #runtime: Runtime | undefined;
  #values: backend_util.BackendValues;

  constructor(values: backend_util.BackendValues, readonly dtype: DataType, public refCount = 1) {
    this.#values = values;
  }

  /** The values as they lie. */
  get values(): backend_util.BackendValues {
    // A memory that is not shared detaches its views, which are empty then, when it grows.
    if (this.#values.length === 0) this.#renewView();
    return this.#values;
  }

  /** From now on, the values are those at this address. */
  placeAt(runtime: Runtime, address: number, length: number): void {
    this.#runtime = runtime;
    this.address = address;
    this.#length = length;
    this.#renewView();
  }

  #renewView(): void {
    const { address } = this;
    if (address === undefined) return;
    // Kept beyond the loan: whoever reads it comes by `values`, which renews it.
    this.#values = this.#runtime!.heap.lend((views) =>
      this.dtype === "float32"
        ? views.floats(address, this.#length)
        : views.integers(address, this.#length)
    );
  }
}

const NONE = new Float32Array(0);

/** The name under which the backend is registered with tfjs. */
export const BACKEND_NAME = "sluice" as const;

/** The backend named `sluice`. */
export class SluiceBackend extends MathBackendCPU {
  /** The module, memory and threads of the kernels. */
  readonly runtime: Runtime;
  /** Frees the memory of tensors that a program dropped without disposing of them, as on tfjs's `cpu`. */
  #dropped: FinalizationRegistry<number>;

  /** A backend on a started runtime. */
  constructor(runtime: Runtime) {
    super();
    this.runtime = runtime;
    this.#dropped = new FinalizationRegistry((address) => runtime.heap.free(address));
  }

  /** Keeps the values as they are; a view of the shared memory is copied, since its owner may free it. */
  override write(
    values: backend_util.BackendValues,
    _shape: number[],
    dtype: DataType,
  ): DataId {
    const dataId: DataId = {};
    this.#store(dataId, new StoredTensor(this.#owned(values), dtype));
    return dataId;
  }

  /** Takes over a tensor of another backend. */
  override move(
    dataId: DataId,
    values: backend_util.BackendValues,
    _shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    this.#store(dataId, new StoredTensor(this.#owned(values), dtype, refCount));
  }

  /** A copy of the values where they lie in the shared memory: the caller may keep it. */
  override readSync(dataId: DataId): backend_util.BackendValues {
    const values = super.readSync(dataId);
    return this.#stored(dataId).address === undefined ? values : this.#owned(values);
  }

  /** Drops one reference; frees the data with the last one. */
  override disposeData(dataId: DataId, force = false): boolean {
    const stored = this.data.has(dataId) ? this.#stored(dataId) : undefined;
    const disposed = super.disposeData(dataId, force);
    if (disposed && stored?.address !== undefined) {
      this.#dropped.unregister(dataId);
      this.runtime.heap.free(stored.address);
      stored.address = undefined;
    }
    return disposed;
  }

  /** Ends the workers. */
  override dispose(): void {
    this.runtime.dispose();
  }

  /** The bytes in use are exact. */
  override memory(): { unreliable: boolean; reasons: string[]; numBytesInSharedMemory: number } {
    return {
      unreliable: false,
      reasons: [],
      numBytesInSharedMemory: this.runtime.heap.usedBytes,
    };
  }

  /** A new tensor in the shared memory, contents undefined; float32 or int32. */
  allocate(shape: number[], dtype: "float32" | "int32" = "float32"): TensorInfo {
    const dataId: DataId = {};
    const length = shape.reduce((product, size) => product * size, 1);
    const address = this.runtime.heap.allocate(4 * length);
    const stored = new StoredTensor(NONE, dtype);
    stored.placeAt(this.runtime, address, length);
    this.#store(dataId, stored);
    this.#dropped.register(dataId, address, dataId);
    return { dataId, shape, dtype };
  }

  /** The address of a float32 or int32 tensor, which moves into the shared memory where it is not there. */
  address(tensor: TensorInfo): number {
    const stored = this.#stored(tensor.dataId);
    if (stored.address !== undefined) return stored.address;
    if (stored.dtype !== "float32" && stored.dtype !== "int32") {
      throw new TypeError(`a kernel needs a float32 or int32 tensor, not ${stored.dtype}`);
    }
    const values = stored.values as Float32Array | Int32Array;
    const address = this.runtime.heap.allocate(4 * values.length);
    stored.placeAt(this.runtime, address, values.length);
    (stored.values as Float32Array | Int32Array).set(values);
    this.#dropped.register(tensor.dataId, address, tensor.dataId);
    return address;
  }

  /** The address of a tensor to be overwritten. Throws where other tensors share its data. */
  addressForWriting(tensor: TensorInfo): number {
    const stored = this.#stored(tensor.dataId);
    if (stored.refCount > 1) {
      throw new Error("a tensor whose data other tensors share cannot be overwritten");
    }
    return this.address(tensor);
  }

  /**
   * Runs `body` with the values of tensors as they lie, without a copy: to be read and written in it alone. In it
   * nothing can be allocated, see {@linkcode Heap.lend}, which asking for an address may do.
   */
  withValues<Result>(
    tensors: readonly TensorInfo[],
    body: (...values: NumericValues[]) => Result,
  ): Result {
    return this.runtime.heap.lend(() =>
      body(...tensors.map(({ dataId }) => this.#stored(dataId).values as NumericValues))
    );
  }

  #stored(dataId: DataId): StoredTensor {
    return this.data.get(dataId) as unknown as StoredTensor;
  }

  #store(dataId: DataId, stored: StoredTensor): void {
    this.data.set(dataId, stored as Parameters<typeof this.data.set>[1]);
  }

  /** The values; a copy where they lie in the kernels' memory. */
  #owned(values: backend_util.BackendValues): backend_util.BackendValues {
    if (!ArrayBuffer.isView(values)) return values;
    const lent = typeof SharedArrayBuffer === "function"
      ? values.buffer instanceof SharedArrayBuffer
      : values.buffer === this.runtime.memory.buffer;
    return lent ? values.slice() : values;
  }
}
