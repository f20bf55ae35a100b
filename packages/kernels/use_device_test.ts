import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type Device, devices, useDevice } from "./mod.ts";

Deno.test("useDevice: tells what the CPU computes with", async () => {
  const { simd, vectorBits, ...info } = await useDevice("cpu", { threads: 2 });
  assertEquals(info, { device: "cpu", backend: "sluice", threads: 2 });
  assert(simd === "relaxed" || simd === "fixed");
  assert(vectorBits === 128 || vectorBits === 256);
  assertEquals(tf.getBackend(), "sluice");
  assertEquals((await useDevice()).threads, 2);
});

Deno.test("useDevice: refuses what is not there in one line, and leaves tfjs's backend", async () => {
  await useDevice("cpu", { threads: 1 });
  await tf.setBackend("cpu");
  const refused: [Device, object, string][] = [
    ["webgpu", {}, 'the device "webgpu" is not there yet; use "cpu"'],
    ["tensorflow", {}, 'the device "tensorflow" is not there yet; use "cpu"'],
    ["tpu" as Device, {}, `unknown device "tpu"; there is: ${devices.join(", ")}`],
    ["cpu", { threads: 0 }, "threads must be a whole number from 1 to 64, not 0"],
  ];
  for (const [device, options, message] of refused) {
    await assertRejects(() => useDevice(device, options), RangeError, message);
    assertEquals(tf.getBackend(), "cpu");
  }
});

Deno.test("useDevice: a CPU that cannot start throws once, and tfjs goes on where it was", async () => {
  await useDevice("cpu", { threads: 1 });
  const { compile } = WebAssembly;
  for (const backend of ["cpu", "sluice"]) {
    await tf.setBackend(backend);
    const x = tf.tensor1d([1, 2]);
    WebAssembly.compile = () => Promise.reject(new Error("no memory for code"));
    try {
      await assertRejects(
        () => useDevice("cpu", { threads: 2 }),
        Error,
        "the CPU's kernels cannot start: no memory for code",
      );
    } finally {
      WebAssembly.compile = compile;
    }
    assertEquals(tf.getBackend(), backend);
    assertEquals([...tf.add(x, x).dataSync()], [2, 4]);
    tf.disposeVariables();
    x.dispose();
  }
});

Deno.test("useDevice: calls at once wait for each other", async () => {
  const found = await Promise.all([1, 2, 1, 3].map((threads) => useDevice("cpu", { threads })));
  assertEquals(found.map(({ threads }) => threads), [1, 2, 1, 3]);
  assertEquals(tf.getBackend(), "sluice");
});

/** What a program prints that runs in a process of its own. */
async function run(program: string, ...flags: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", ...flags, program],
    cwd: new URL(".", import.meta.url),
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout).trim();
}

const KERNELS = new URL("./mod.ts", import.meta.url).href;

Deno.test("useDevice: where workers do not start it is one thread, and a notice says why", async () => {
  const printed = await run(`
    // A browser, whose second worker is refused.
    Object.defineProperty(process.versions, "node", { value: undefined });
    let started = 0;
    globalThis.Worker = class {
      constructor() {
        if (++started === 2) throw new Error("no more workers here");
      }
      postMessage() {
        this.onmessage({ data: "ready" });
      }
    };
    const { useDevice } = await import("${KERNELS}");
    const tf = await import("@tensorflow/tfjs-core");
    const info = await useDevice("cpu", { threads: 3 });
    const sum = tf.sum(tf.matMul(tf.ones([200, 200]), tf.ones([200, 200]))).dataSync()[0];
    // Asked again, it does not start anew.
    const again = await useDevice("cpu", { threads: 3 });
    console.log(JSON.stringify([info.threads, info.notice, sum, again.notice, started]));`);
  const notice = "1 thread, not 3: worker threads cannot be started here: no more workers here";
  assertEquals(JSON.parse(printed), [1, notice, 200 ** 3, notice, 2]);
});

Deno.test("tf.setBackend starts the CPU, too, and the process ends beside its workers", async () => {
  const printed = await run(`
    import "${KERNELS}";
    import * as tf from "@tensorflow/tfjs-core";
    console.log(await tf.setBackend("sluice"), tf.getBackend(), tf.ones([3]).dataSync().length);`);
  assertStringIncludes(printed, "true sluice 3");
});
