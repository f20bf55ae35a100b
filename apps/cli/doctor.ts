// `doctor`: tells what this machine offers, and whether the kernels compute what they should.
import { COMMON_FLAGS, describeFlags, type Flags, parseFlags } from "./_flags.ts";
import { bytes, count } from "./_format.ts";
import { LAUNCH_FLAGS, parseTrainOptions } from "./_train_options.ts";
import { UsageError } from "./_usage_error.ts";

const FLAGS: Flags = { ...LAUNCH_FLAGS, ...COMMON_FLAGS };

const HELP =
  `Tell what this machine offers to Sluice: devices, threads, memory, versions, cached data; and check
that gradients are right. The exit code is 1 where they are not.

Usage: deno task doctor [options]

Options:
${describeFlags(FLAGS)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags, positionals } = parseFlags(args, FLAGS);
  if (flags.has("help")) {
    console.log(HELP);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError(`doctor takes no ${positionals[0]}`);
  const { launch } = parseTrainOptions(flags);

  const { useDevice } = await import("@sluice/kernels");
  const { checkGradients, checkSpeed } = await import("./_self_check.ts");
  const { describeMachine, describeVersions } = await import("@sluice/train");
  const device = await useDevice(launch.device, launch);
  const memory = Deno.systemMemoryInfo();
  const found = {
    versions: describeVersions(),
    machine: {
      ...describeMachine(),
      memoryBytes: memory.total,
      memoryAvailableBytes: memory.available,
    },
    devices: {
      cpu: {
        backend: device.backend,
        threads: device.threads,
        simd: device.simd,
        vectorBits: device.vectorBits,
      },
      webgpu: { adapter: await webgpuAdapter(), usable: false },
    },
    cache: await describeCache(),
    check: { ...await checkGradients(), ...checkSpeed() },
  };

  if (flags.has("json")) console.log(JSON.stringify(found));
  else console.log(describe(found));
  if (found.check.gradientsRight) return 0;
  console.error(
    `error: gradients are wrong on this machine: relative error ${found.check.gradientError}`,
  );
  return 1;
}

interface Found {
  versions: { sluice: string; deno: string; tfjs: string };
  machine: {
    cpuModel: string;
    logicalCores: number;
    operatingSystem: string;
    memoryBytes: number;
    memoryAvailableBytes: number;
  };
  devices: {
    cpu: { backend: string; threads: number; simd: string; vectorBits: number };
    webgpu: { adapter: string | null; usable: boolean };
  };
  cache: { folder: string | null; imdb: boolean };
  check: { gradientError: number; gradientsRight: boolean; lstmTokensPerSecond: number };
}

function describe({ versions, machine, devices, cache, check }: Found): string {
  const { cpu, webgpu } = devices;
  const rows = [
    [
      "versions",
      `Sluice ${versions.sluice}, Deno ${versions.deno}, TensorFlow.js ${versions.tfjs}`,
    ],
    ["machine", `${machine.cpuModel}, ${machine.logicalCores} cores, ${machine.operatingSystem}`],
    [
      "memory",
      `${bytes(machine.memoryBytes)}, ${bytes(machine.memoryAvailableBytes)} of it available`,
    ],
    [
      "device cpu",
      `backend ${cpu.backend}, ${cpu.threads} ${cpu.threads === 1 ? "thread" : "threads"}, ` +
      `${cpu.simd} SIMD of ${cpu.vectorBits} bits`,
    ],
    [
      "device webgpu",
      webgpu.adapter === null ? "no adapter" : `${webgpu.adapter} (not used by Sluice yet)`,
    ],
    [
      "cache",
      `${cache.folder ?? "no folder (set SLUICE_CACHE_DIR)"}, ` +
      `IMDb is ${cache.imdb ? "there" : "not there yet"}`,
    ],
    [
      "gradients",
      `${check.gradientsRight ? "right" : "WRONG"}: relative error of the fused LSTM ` +
      check.gradientError.toExponential(1),
    ],
    [
      "speed",
      `${
        count(check.lstmTokensPerSecond)
      } tokens/s through an LSTM of 64 units, forward and backward`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name!.length));
  return rows.map(([name, text]) => `${name!.padEnd(width)}  ${text}`).join("\n");
}

/** The name of the WebGPU adapter, where there is one. */
async function webgpuAdapter(): Promise<string | null> {
  try {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) return null;
    const { description, vendor, architecture } = adapter.info;
    return description || [vendor, architecture].filter((part) => part !== "").join(" ") ||
      "unnamed";
  } catch {
    return null;
  }
}

/** Where downloads are kept, and whether IMDb is there. */
async function describeCache(): Promise<{ folder: string | null; imdb: boolean }> {
  const { cacheDirectory } = await import("@sluice/data");
  let folder;
  try {
    folder = cacheDirectory();
  } catch {
    return { folder: null, imdb: false };
  }
  try {
    return { folder, imdb: (await Deno.stat(`${folder}/aclImdb_v1.tar.gz`)).isFile };
  } catch {
    return { folder, imdb: false };
  }
}
