/**
 * Choosing where tensors are computed.
 *
 * @module
 */
import { type Device, type DeviceInfo, devices } from "./device.ts";
import { type CpuOptions, useCpu } from "./devices/cpu/use_cpu.ts";

/** Options of {@linkcode useDevice}; those of another device than the one asked for are not looked at. */
export type DeviceOptions = CpuOptions;

/** Calls wait for each other: a backend is registered under one name. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Makes a device the one that tfjs computes on, starting it where it has not been started. Where that fails it
 * throws, and tfjs goes on computing where it did.
 *
 * The CPU is started once a process: another number of threads, or another build, starts it anew and
 * needs every tensor of before to be disposed of.
 *
 * @throws {RangeError} if the device is unknown or not there yet, or an option is out of its range.
 * @throws {Error} if the device cannot start, in one line that says why.
 */
export function useDevice<Name extends Device = "cpu">(
  device: Name = "cpu" as Name,
  options: DeviceOptions = {},
): Promise<Extract<DeviceInfo, { device: Name }>> {
  const chosen = last.then(() => choose(device, options));
  last = chosen.catch(() => {});
  return chosen as Promise<Extract<DeviceInfo, { device: Name }>>;
}

async function choose(device: Device, options: DeviceOptions): Promise<DeviceInfo> {
  if (device === "cpu") return await useCpu(options);
  throw new RangeError(
    devices.includes(device)
      ? `the device "${device}" is not there yet; use "cpu"`
      : `unknown device "${device}"; there is: ${devices.join(", ")}`,
  );
}
