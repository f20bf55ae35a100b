import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import { GENERATION, KERNEL, STOP } from "./control_words.ts";
import { controlSize, ThreadPool } from "./thread_pool.ts";
import { Runtime } from "./runtime.ts";

/** A module whose one kernel, number 0, does nothing. */
async function emptyModule(): Promise<WebAssembly.Module> {
  return await WebAssembly.compile(
    new Uint8Array([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic and version
      ...[1, 7, 1, 0x60, 3, 0x7f, 0x7f, 0x7f, 0], // one type: three i32 to nothing
      ...[3, 2, 1, 0, 7, 5, 1, 1, 0x6b, 0, 0], // one function of it, exported as "k"
      ...[10, 4, 1, 2, 0, 0x0b], // its body: end
    ]),
  );
}

async function start(deadAfter: number) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const pool = await ThreadPool.start(await emptyModule(), memory, 0, 2, false, deadAfter);
  return { pool, words: new Int32Array(memory.buffer, 0, controlSize(2) / 4) };
}

Deno.test("ThreadPool: a worker that died is an error, not a hang", async () => {
  const { pool, words } = await start(2000);
  let runs = 0;
  pool.run(0, 0, () => runs++);
  // What makes a worker end, without the pool's knowledge.
  words[KERNEL] = STOP;
  Atomics.add(words, GENERATION, 1);
  Atomics.notify(words, GENERATION);
  await new Promise((resolve) => setTimeout(resolve, 0));
  const began = performance.now();
  assertThrows(() => pool.run(0, 0, () => runs++), Error, "worker thread 1 has");
  assertThrows(() => pool.run(0, 0, () => runs++), Error, "worker thread 1 has");
  assertLess(performance.now() - began, 20_000);
});

Deno.test({
  name: "ThreadPool: an idle worker uses no processor time",
  ignore: Deno.build.os !== "linux",
  fn: idleTest,
});

async function idleTest(): Promise<void> {
  const { pool } = await start(30_000);
  pool.run(0, 0, () => {});
  await new Promise((resolve) => setTimeout(resolve, 200));
  const before = processorSeconds();
  await new Promise((resolve) => setTimeout(resolve, 500));
  assertLess(processorSeconds() - before, 0.25);
  pool.dispose();
  assertThrows(() => pool.run(0, 0, () => {}), Error, "disposed");
}

/** Processor time of this process, in seconds. */
function processorSeconds(): number {
  const fields = Deno.readTextFileSync("/proc/self/stat").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

Deno.test("Runtime: a kernel that fails on a worker alone is an error", async () => {
  const runtime = await Runtime.start({ threads: 2 });
  const end = runtime.memory.buffer.byteLength;
  // The main thread's half lies in the memory, the worker's does not.
  const half = 2 ** 19;
  assertThrows(() => runtime.fillZero(end - half, 2 * half), Error, "worker thread 1 failed");
  assertThrows(() => runtime.fillZero(end - 2 * half, half), Error, "worker thread 1 failed");
  runtime.dispose();
});

Deno.test({
  name: "Runtime: dispose ends the workers",
  ignore: Deno.build.os !== "linux",
  fn: disposeTest,
});

/** In a process of its own, which has no other workers. */
async function disposeTest(): Promise<void> {
  const script = `
    import { Runtime } from "${new URL("./runtime.ts", import.meta.url)}";
    const workers = () =>
      [...Deno.readDirSync("/proc/self/task")].filter(({ name }) =>
        Deno.readTextFileSync("/proc/self/task/" + name + "/comm").startsWith("worker-")
      ).length;
    const runtime = await Runtime.start({ threads: 4 });
    runtime.fillZero(runtime.heap.allocate(1_000_000), 1_000_000);
    const before = workers(), deadline = performance.now() + 10_000;
    runtime.dispose();
    do await new Promise((resolve) => setTimeout(resolve, 50));
    while (workers() > 0 && performance.now() < deadline);
    console.log(before, workers());`;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: ["eval", script] })
    .output();
  const decoder = new TextDecoder();
  assertEquals(decoder.decode(stdout), "3 0\n", decoder.decode(stderr));
}

Deno.test("Runtime: refuses a number of threads that makes no sense", async () => {
  for (const threads of [0, 1.5, 65, NaN]) {
    let message = "";
    await Runtime.start({ threads }).catch((error) => message = error.message);
    assert(message.startsWith("threads must be a whole number from 1 to 64"), message);
  }
});
