// `doctor`: tells what this machine offers, and whether the kernels compute what they should.
import { describeFlags } from "../command_line/describe_flags.ts";
import { exitCodes } from "../command_line/exit_codes.ts";
import type { Flags } from "../command_line/flag.ts";
import { formatBytes } from "../command_line/format_bytes.ts";
import { formatCount } from "../command_line/format_count.ts";
import { parseFlags } from "../command_line/parse_flags.ts";
import { UsageError } from "../command_line/usage_error.ts";
import { deviceOptions, launchFlags } from "./_launch_flags.ts";
import { outputFlags } from "./_output_flags.ts";
import { print, printError, printJson } from "../command_line/print.ts";

/** The flags of the command. */
export const flags = {
  device: launchFlags.device,
  threads: launchFlags.threads,
  ...outputFlags,
} as const satisfies Flags;

const HELP =
  `Tell what this machine offers to Sluice: devices, threads, memory, versions, cached data; and check
that gradients are right. The exit code is 1 where they are not.

Usage: deno task doctor [options]

Options:
${describeFlags(flags)}`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { flags: given, positionals } = parseFlags(args, flags);
  if (given.help) {
    print(HELP);
    return exitCodes.done;
  }
  if (positionals.length > 0) throw new UsageError(`doctor takes no ${positionals[0]}`);

  const { useDevice } = await import("@sluice/kernels");
  const { checkGradients, checkSpeed } = await import("./_self_check.ts");
  const { denoEnvironment } = await import("@sluice/train");
  const { backend, threads, simd, vectorBits, notice } = await useDevice(
    given.device,
    deviceOptions(given),
  );
  const memory = Deno.systemMemoryInfo();
  const { machine, versions } = denoEnvironment();
  const found = {
    versions,
    machine: {
      ...machine,
      memoryBytes: memory.total,
      memoryAvailableBytes: memory.available,
    },
    devices: {
      cpu: { backend, threads, simd, vectorBits, ...(notice === undefined ? {} : { notice }) },
      webgpu: { adapter: await webgpuAdapter(), usable: false },
    },
    cache: await describeCache(),
    check: { ...await checkGradients(), ...checkSpeed() },
  };

  if (given.json) printJson(found);
  else print(describe(found));
  if (found.check.gradientsRight) return exitCodes.done;
  printError(
    `error: gradients are wrong on this machine: relative error ${found.check.gradientError}`,
  );
  return exitCodes.failed;
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
    cpu: { backend: string; threads: number; simd: string; vectorBits: number; notice?: string };
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
      `${formatBytes(machine.memoryBytes)}, ${
        formatBytes(machine.memoryAvailableBytes)
      } of it available`,
    ],
    [
      "device cpu",
      `backend ${cpu.backend}, ${cpu.threads} ${cpu.threads === 1 ? "thread" : "threads"}, ` +
      `${cpu.simd} SIMD of ${cpu.vectorBits} bits` +
      (cpu.notice === undefined ? "" : ` (${cpu.notice})`),
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
        formatCount(check.lstmTokensPerSecond)
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
  const { cacheDirectory } = await import("@sluice/data/cache_directory");
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
