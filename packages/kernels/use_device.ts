/**
 * Choosing where tensors are computed.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { BACKEND_NAME, type SluiceBackend } from "./backend/sluice_backend.ts";
import { registerBackend } from "./register.ts";
import type { SimdKind } from "./runtime/runtime.ts";
import type { VectorBits } from "./runtime/vector_width.ts";
import { usableThreads } from "./runtime/usable_threads.ts";

/** The devices that {@linkcode useDevice} knows. */
export const devices: readonly string[] = ["cpu"];

/** Options of {@linkcode useDevice}. */
export interface DeviceOptions {
  /** Threads on the CPU, the main one included; the default is one a processor, eight at most. */
  threads?: number;
  /** The build of the CPU kernels; the default is the faster one that the machine can run. */
  simd?: SimdKind;
  /**
   * Bits of the vectors that products are computed with; the default is the faster one, as measured at the
   * start. Results are the same.
   */
  vectorBits?: VectorBits;
}

/** What was chosen. */
export interface DeviceInfo {
  /** The device's name, as asked for. */
  device: string;
  /** The tfjs backend's name. */
  backend: string;
  /** Threads that kernels run on, the main one included: 1 where threads cannot share memory. */
  threads: number;
  /** Relaxed: with fused multiply-add. The two kinds round differently. */
  simd: SimdKind;
  /** Bits of the vectors that products are computed with: 256 under the V8 flags that the README names. */
  vectorBits: VectorBits;
  /** What is not as asked for, and why. */
  notice?: string;
}

/**
 * Makes a device the one that tfjs computes on, starting it where it has not been started.
 *
 * The CPU is started once a process: another number of threads, or another build, starts it anew and
 * needs every tensor of before to be disposed of.
 *
 * @throws {RangeError} if the device is unknown or `threads` is not a whole number from 1 to 64.
 */
export async function useDevice(
  device: string = "cpu",
  options: DeviceOptions = {},
): Promise<DeviceInfo> {
  if (!devices.includes(device)) {
    throw new RangeError(`unknown device "${device}"; there is: ${devices.join(", ")}`);
  }
  registerBackend(options);
  const running = tf.engine().registry[BACKEND_NAME] as SluiceBackend | undefined;
  if (running && differs(running, options)) {
    tf.removeBackend(BACKEND_NAME);
    registerBackend(options);
  }
  await tf.setBackend(BACKEND_NAME);
  await tf.ready();
  const { threads, simd, vectorBits } = (tf.backend() as SluiceBackend).runtime;
  const info = { device, backend: BACKEND_NAME, threads, simd, vectorBits };
  if (options.threads === undefined || options.threads === threads) return info;
  const why = "SharedArrayBuffer" in globalThis
    ? "this thread may not wait"
    : "no SharedArrayBuffer";
  return { ...info, notice: `1 thread, not ${options.threads}: ${why} here` };
}

function differs({ runtime }: SluiceBackend, options: DeviceOptions): boolean {
  return options.threads !== undefined && usableThreads(options.threads) !== runtime.threads ||
    options.simd !== undefined && options.simd !== runtime.simd ||
    options.vectorBits !== undefined && options.vectorBits !== runtime.vectorBits;
}
