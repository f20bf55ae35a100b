// What computed a run, in a few words: each kind of device has something of its own to tell.
import type { RunRecord } from "@sluice/runs";

/** The processor, the device, and what is true of this device alone. */
export function describeDevice({ machine, device }: RunRecord): string {
  const { cpuModel, logicalCores } = machine;
  const kind = `device ${device.device} (backend ${device.backend}`;
  switch (device.device) {
    case "cpu":
      return `${cpuModel}, ${device.threads} of ${logicalCores} threads, ` +
        `${kind}, SIMD ${device.simd})`;
    case "webgpu":
      return `${cpuModel}, ${kind}, adapter ${device.adapter})`;
    case "tensorflow":
      return `${cpuModel}, ${kind}, library ${device.library})`;
  }
}
