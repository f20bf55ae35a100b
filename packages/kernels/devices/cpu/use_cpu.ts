/**
 * Starting the CPU's kernels, and making them tfjs's backend.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { CpuInfo } from "../../device.ts";
import { registerBackend } from "./register.ts";
import { Runtime, type RuntimeOptions, type SimdKind } from "./runtime/runtime.ts";
import { usableThreads } from "./runtime/usable_threads.ts";
import type { VectorBits } from "./runtime/vector_width.ts";
import { BACKEND_NAME, SluiceBackend } from "./sluice_backend.ts";

/** Options of the CPU. */
export interface CpuOptions {
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

/**
 * Makes the CPU the device that tfjs computes on.
 *
 * @throws {RangeError} if an option is out of its range.
 * @throws {Error} if the kernels cannot start; tfjs's backend is then the one of before.
 */
export async function useCpu(options: CpuOptions = {}): Promise<CpuInfo> {
  let backend = tf.engine().registry[BACKEND_NAME] as SluiceBackend | undefined;
  if (!backend || differs(backend.runtime, options)) {
    // Started before tfjs hears of it: where a backend does not start, tfjs goes on with another, silently.
    const runtime = await start(options);
    if (backend) tf.removeBackend(BACKEND_NAME);
    backend = new SluiceBackend(runtime);
    registerBackend(() => backend!);
  }
  if (!await tf.setBackend(BACKEND_NAME)) {
    throw new Error(`TensorFlow.js does not take the backend ${BACKEND_NAME}`);
  }
  const { threads, simd, vectorBits, whyOneThread } = backend.runtime;
  const info: CpuInfo = { device: "cpu", backend: BACKEND_NAME, threads, simd, vectorBits };
  if (whyOneThread === undefined || options.threads === 1) return info;
  const wanted = options.threads === undefined ? "" : `, not ${options.threads}`;
  return { ...info, notice: `1 thread${wanted}: ${whyOneThread}` };
}

async function start(options: RuntimeOptions): Promise<Runtime> {
  try {
    return await Runtime.start(options);
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw new Error(`the CPU's kernels cannot start: ${(cause as Error).message}`, { cause });
  }
}

function differs(runtime: Runtime, options: CpuOptions): boolean {
  return options.threads !== undefined && runtime.whyOneThread === undefined &&
      usableThreads(options.threads).threads !== runtime.threads ||
    options.simd !== undefined && options.simd !== runtime.simd ||
    options.vectorBits !== undefined && options.vectorBits !== runtime.vectorBits;
}
