// Where a run under Deno computes.
import * as tf from "@tensorflow/tfjs-core";
import { cpus } from "node:os";
import process from "node:process";
import packageJson from "./deno.json" with { type: "json" };
import type { Environment } from "./environment.ts";

/** This process and its machine. Needs the permission to read system information. */
export function denoEnvironment(): Environment {
  const processors = cpus();
  return {
    machine: {
      cpuModel: processors[0]?.model.trim() ?? "unknown",
      logicalCores: processors.length,
      operatingSystem: Deno.build.os,
    },
    versions: {
      deno: Deno.version.deno,
      tfjs: tf.version_core,
      sluice: packageJson.version,
    },
    peakMemoryBytes: () => process.resourceUsage().maxRSS * 1024,
  };
}
