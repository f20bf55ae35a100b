/**
 * The devices that tensors can be computed on, and what is known of one that was chosen.
 *
 * @module
 */
import type { SimdKind } from "./devices/cpu/runtime/runtime.ts";
import type { VectorBits } from "./devices/cpu/runtime/vector_width.ts";

/** The names of the devices. */
export const devices = ["cpu", "webgpu", "tensorflow"] as const;

/** One of {@linkcode devices}. */
export type Device = typeof devices[number];

/** The processor, by our own kernels. */
export interface CpuInfo {
  /** The device's name, as asked for. */
  device: "cpu";
  /** The tfjs backend's name. */
  backend: "sluice";
  /** Threads that kernels run on, the main one included. */
  threads: number;
  /** Relaxed: with fused multiply-add. The two kinds round differently. */
  simd: SimdKind;
  /**
   * Bits of the vectors that products are computed with: 256 under the V8 flags that the README names. It is
   * measured at the start, so it may come out one way or the other; results are the same.
   */
  vectorBits: VectorBits;
  /** What is not as asked for, and why. */
  notice?: string;
}

/** A graphics processor, through tfjs's WebGPU backend and our own shaders. */
export interface WebGpuInfo {
  /** The device's name, as asked for. */
  device: "webgpu";
  /** The tfjs backend's name. */
  backend: "webgpu";
  /** The adapter's name. */
  adapter: string;
  /** What is not as asked for, and why. */
  notice?: string;
}

/** TensorFlow's own runtime. */
export interface TensorFlowInfo {
  /** The device's name, as asked for. */
  device: "tensorflow";
  /** The tfjs backend's name. */
  backend: "tensorflow";
  /** The library and its version. */
  library: string;
  /** What is not as asked for, and why. */
  notice?: string;
}

/** What was chosen, told apart by `device`. */
export type DeviceInfo = CpuInfo | WebGpuInfo | TensorFlowInfo;
