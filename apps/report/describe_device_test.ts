import type { DeviceSummary } from "@sluice/runs";
import { assertEquals } from "@std/assert";
import { exampleRun } from "./_example_runs.ts";
import { describeDevice } from "./describe_device.ts";

Deno.test("describeDevice() tells of each kind of device what is its own", () => {
  const devices: [DeviceSummary, string][] = [
    [
      { device: "cpu", backend: "sluice", threads: 1, simd: "fixed", vectorBits: 128 },
      "Example CPU, 1 of 2 threads, device cpu (backend sluice, SIMD fixed)",
    ],
    [
      { device: "webgpu", backend: "webgpu", adapter: "Example GPU" },
      "Example CPU, device webgpu (backend webgpu, adapter Example GPU)",
    ],
    [
      { device: "tensorflow", backend: "tensorflow", library: "TensorFlow 2.21.0" },
      "Example CPU, device tensorflow (backend tensorflow, library TensorFlow 2.21.0)",
    ],
  ];
  for (const [device, words] of devices) {
    assertEquals(describeDevice(exampleRun({ fields: { device } }).record), words);
  }
});
