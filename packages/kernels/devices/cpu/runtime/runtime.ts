/**
 * The WebAssembly module, its memory and its threads: what the kernels of the backend call.
 *
 * @module
 */
import { Heap } from "./heap.ts";
import { controlSize, ThreadPool } from "./thread_pool.ts";
import { type TaskLayout, taskSize, type TaskValues, writeTask } from "./task.ts";
import { unsharedModule } from "./unshared_module.ts";
import { usableThreads } from "./usable_threads.ts";
import {
  clearUpperHalves,
  measureVectorBits,
  type Probe,
  type VectorBits,
} from "./vector_width.ts";

type Kernel = (task: number, thread: number, threads: number) => void;

/** Room for the largest task; tasks are written and run one at a time. */
const TASK_BYTES = 256;
/** A call with less work than this costs more to share than to do. */
const SHARING_PAYS_FROM = 20_000;

/** Which multiply-add the machine's build uses. */
export type SimdKind = "relaxed" | "fixed";

/** How to start a {@linkcode Runtime}. */
export interface RuntimeOptions {
  /**
   * Threads, the main one included; the default is one a processor, eight at most; see
   * {@linkcode usableThreads}.
   */
  threads?: number;
  /** Use the build without relaxed SIMD even where the machine could run the other. */
  simd?: SimdKind;
  /** Take this form of the products, not the faster one. Results are the same. */
  vectorBits?: VectorBits;
}

/** Kernels on one memory and some threads. */
export class Runtime {
  readonly heap: Heap;
  readonly simd: SimdKind;
  /** Bits of the vectors that products are computed with. */
  readonly vectorBits: VectorBits;
  readonly memory: WebAssembly.Memory;
  readonly threads: number;
  /** Why there is one thread where more were wished for. */
  readonly whyOneThread: string | undefined;
  #exports: Record<string, Kernel>;
  #numbers: Map<string, number>;
  #pool: ThreadPool | undefined;
  #task: number;

  private constructor(
    memory: WebAssembly.Memory,
    heap: Heap,
    exports: Record<string, Kernel>,
    simd: SimdKind,
    vectorBits: VectorBits,
    pool: ThreadPool | undefined,
    whyOneThread: string | undefined,
  ) {
    this.memory = memory;
    this.heap = heap;
    this.simd = simd;
    this.vectorBits = vectorBits;
    this.threads = pool?.threads ?? 1;
    this.whyOneThread = whyOneThread;
    this.#exports = exports;
    this.#numbers = new Map(Object.keys(exports).map((name, index) => [name, index]));
    this.#pool = pool;
    this.#task = heap.allocate(TASK_BYTES);
  }

  /**
   * Loads the module, starts the workers, and waits for them. Where workers cannot be started it is one thread,
   * and `whyOneThread` says why.
   */
  static async start(options: RuntimeOptions = {}): Promise<Runtime> {
    let { threads, whyOneThread } = usableThreads(options.threads);
    const shared = "SharedArrayBuffer" in globalThis;
    const { module, simd } = await loadModule(options.simd, shared);
    const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared });
    const instance = await WebAssembly.instantiate(module, { env: { memory } });
    const exports = instance.exports as Record<string, Kernel>;
    const heap = new Heap(memory, (instance.exports.heapBase as () => number)());
    const vectorBits = options.vectorBits ?? fasterVectorBits(instance.exports, heap);
    (instance.exports.setWide as (isWide: boolean) => void)(vectorBits === 256);
    let pool: ThreadPool | undefined;
    if (threads > 1) {
      const size = controlSize(threads);
      const control = heap.allocate(size);
      heap.lend((views) => views.integers(control, size / 4).fill(0));
      try {
        pool = await ThreadPool.start(module, memory, control, threads, vectorBits === 256);
      } catch (error) {
        // The control block stays: a worker that comes late may still read it.
        whyOneThread = `worker threads cannot be started here: ${(error as Error).message}`;
      }
    }
    return new Runtime(memory, heap, exports, simd, vectorBits, pool, whyOneThread);
  }

  /**
   * Runs a kernel on all threads.
   *
   * @param kernel The name of the module's export.
   * @param layout The layout of its task.
   * @param values The task.
   * @param work Elements that are moved, or what takes as long: below 20,000 only the main thread works.
   */
  run<Layout extends TaskLayout>(
    kernel: string,
    layout: Layout,
    values: TaskValues<Layout>,
    work = Infinity,
  ): void {
    if (taskSize(layout) > TASK_BYTES) throw new RangeError(`the task of ${kernel} is too large`);
    writeTask(this.memory, this.#task, layout, values);
    const own = this.#exports[kernel]!;
    const task = this.#task;
    if (!this.#pool || work < SHARING_PAYS_FROM) own(task, 0, 1);
    else this.#pool.run(this.#numbers.get(kernel)!, task, () => own(task, 0, this.threads));
    clearUpperHalves();
  }

  /** Calls an export that is not a kernel, for example one that returns a size. */
  call(name: string, ...parameters: number[]): number {
    return (this.#exports[name] as unknown as (...p: number[]) => number)(...parameters);
  }

  /** Runs `body` with a block for its own use, which is freed afterwards. */
  withScratch<T>(bytes: number, body: (address: number) => T): T {
    const address = this.heap.allocate(bytes);
    try {
      return body(address);
    } finally {
      this.heap.free(address);
    }
  }

  /** Fills with zeros, on all threads. */
  fillZero(target: number, bytes: number): void {
    this.run("fillZero", { target: "u32", bytes: "u32" }, { target, bytes }, bytes / 16);
  }

  /** Ends the workers. */
  dispose(): void {
    this.#pool?.dispose();
  }
}

/** What was measured in this process, whose V8 does not change. */
let measured: VectorBits | undefined;

function fasterVectorBits(exports: WebAssembly.Exports, heap: Heap): VectorBits {
  if (measured !== undefined) return measured;
  const work = heap.allocate((exports.probeSize as () => number)());
  measured = measureVectorBits(exports as unknown as Probe, work);
  heap.free(work);
  return measured;
}

/** Relaxed SIMD is a third faster; an engine that does not know it refuses the module. */
async function loadModule(
  wanted: SimdKind | undefined,
  shared: boolean,
): Promise<{ module: WebAssembly.Module; simd: SimdKind }> {
  if (wanted !== "fixed") {
    try {
      return { module: await compile("relaxed", shared), simd: "relaxed" };
    } catch (error) {
      if (wanted === "relaxed" || !(error instanceof WebAssembly.CompileError)) throw error;
    }
  }
  return { module: await compile("fixed", shared), simd: "fixed" };
}

async function compile(simd: SimdKind, shared: boolean): Promise<WebAssembly.Module> {
  const { base64 } = simd === "relaxed"
    ? await import("../wasm/relaxed.ts")
    : await import("../wasm/fixed.ts");
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return await WebAssembly.compile(shared ? bytes : unsharedModule(bytes));
}
