/**
 * Prints the device and what each of the operations computes, as digests. Run by tests in processes of their own:
 * under V8's flags, and with `--delete` without SharedArrayBuffer, in a memory that grows at each allocation.
 *
 * @module
 */
if (Deno.args.includes("--delete")) {
  // deno-lint-ignore no-explicit-any
  delete (globalThis as any).SharedArrayBuffer;
}
const tf = await import("@tensorflow/tfjs-core");
const { useDevice } = await import("../../mod.ts");
const { OPERATIONS } = await import("./_operations.ts");

const { vectorBits } = await useDevice("cpu", { threads: 2 });
if (Deno.args.includes("--delete")) {
  // Each time, all views that anyone still holds are detached.
  const { heap } = (tf.backend() as import("./sluice_backend.ts").SluiceBackend).runtime;
  const allocate = heap.allocate.bind(heap);
  heap.allocate = (bytes) => {
    heap.memory.grow(1);
    return allocate(bytes);
  };
}
const digests: Record<string, string> = {};
for (const [name, run] of Object.entries(OPERATIONS)) {
  const values = run();
  const digest = await crypto.subtle.digest("SHA-256", values.slice().buffer as ArrayBuffer);
  digests[name] = new Uint8Array(digest).toHex();
}
console.log(JSON.stringify({ vectorBits, digests }));
