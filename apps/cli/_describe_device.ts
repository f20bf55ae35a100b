// What computes, in a few words.
import type { DeviceSummary } from "@sluice/runs";

/** A device: `cpu, 2 threads, relaxed SIMD of 256 bits`. */
export function describeDevice(device: DeviceSummary): string {
  switch (device.device) {
    case "cpu": {
      const { threads, simd, vectorBits } = device;
      return `cpu, ${threads} ${threads === 1 ? "thread" : "threads"}, ${simd} SIMD` +
        (vectorBits === undefined ? "" : ` of ${vectorBits} bits`);
    }
    case "webgpu":
      return `webgpu, ${device.adapter}`;
    case "tensorflow":
      return `tensorflow, ${device.library}`;
  }
}
