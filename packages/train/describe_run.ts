// The parts of a run's record that are known before training begins.
import type { Example, TokenizedSplit } from "@sluice/data";
import * as tf from "@tensorflow/tfjs";
import { createHash } from "node:crypto";
import { cpus } from "node:os";
import process from "node:process";
import packageJson from "./deno.json" with { type: "json" };
import type {
  LayerSummary,
  MachineSummary,
  ModelSummary,
  SplitSummary,
  VersionSummary,
} from "./run_record.ts";

/** The SHA-256 of a text in UTF-8, in hexadecimal. */
export function fingerprintText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The SHA-256 of reviews: of each its id, its label and its text, in order. */
export function fingerprintExamples(examples: readonly Example[]): string {
  const hash = createHash("sha256");
  for (const { id, label, text } of examples) hash.update(`${JSON.stringify([id, label, text])}\n`);
  return hash.digest("hex");
}

/** Counts the reviews of a split. */
export function describeSplit(examples: readonly Example[], split: TokenizedSplit): SplitSummary {
  let positive = 0;
  let empty = 0;
  for (const { label, text } of examples) {
    positive += label;
    if (text.trim() === "") empty++;
  }
  return {
    examples: examples.length,
    negative: examples.length - positive,
    positive,
    empty,
    tokens: split.inputIds.length,
    fingerprint: fingerprintExamples(examples),
  };
}

/** Counts the weights of a model, layer by layer. */
export function describeModel(architecture: string, model: tf.LayersModel): ModelSummary {
  const layers: LayerSummary[] = model.layers.map((layer) => ({
    name: layer.name,
    type: layer.getClassName(),
    // A layer with several outputs is described by its first.
    outputShape:
      (Array.isArray(layer.outputShape[0]) ? layer.outputShape[0] : layer.outputShape) as (
        | number
        | null
      )[],
    parameterCount: layer.countParams(),
  }));
  return { architecture, parameterCount: model.countParams(), layers };
}

/**
 * How the weights of a model are drawn, by layer and kind of weight, as its layers say:
 * `{ "embedding.embeddings": "RandomUniform(minval -0.05, maxval 0.05)", ... }`.
 */
export function describeInitialization(model: tf.LayersModel): Record<string, string> {
  const found: Record<string, string> = {};
  for (const layer of model.layers) {
    if (layer.countParams() === 0) continue;
    for (const [key, value] of Object.entries(layer.getConfig())) {
      const weight = key.match(/^(.*)Initializer$/i)?.[1]?.replace(/_$/, "");
      const initializer = value as { className?: string; config?: Record<string, unknown> } | null;
      if (weight === undefined || typeof initializer?.className !== "string") continue;
      const options = Object.entries(initializer.config ?? {})
        .filter(([option, value]) => option !== "seed" && value !== null && value !== undefined)
        .map(([option, value]) => `${option} ${value}`);
      found[`${layer.name}.${weight}`] = initializer.className +
        (options.length > 0 ? `(${options.join(", ")})` : "");
    }
  }
  return found;
}

/** The machine that this process runs on. Needs the permission to read system information. */
export function describeMachine(): MachineSummary {
  const processors = cpus();
  return {
    cpuModel: processors[0]?.model.trim() ?? "unknown",
    logicalCores: processors.length,
    operatingSystem: Deno.build.os,
  };
}

/** The largest resident memory of this process so far, in bytes. */
export function peakMemoryBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** The versions of what computes. */
export function describeVersions(): VersionSummary {
  return { deno: Deno.version.deno, tfjs: tf.version_core, sluice: packageJson.version };
}
