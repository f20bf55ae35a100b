import { assertEquals } from "@std/assert";
import { describeDevice } from "./_describe_device.ts";

Deno.test("describeDevice() tells what is the device's own", () => {
  const cpu = { device: "cpu", backend: "sluice", threads: 1, simd: "fixed" } as const;
  assertEquals(describeDevice(cpu), "cpu, 1 thread, fixed SIMD");
  assertEquals(
    describeDevice({ ...cpu, threads: 2, vectorBits: 256 }),
    "cpu, 2 threads, fixed SIMD of 256 bits",
  );
  assertEquals(
    describeDevice({ device: "webgpu", backend: "webgpu", adapter: "llvmpipe" }),
    "webgpu, llvmpipe",
  );
  assertEquals(
    describeDevice({ device: "tensorflow", backend: "tensorflow", library: "TensorFlow 2.21.0" }),
    "tensorflow, TensorFlow 2.21.0",
  );
});
