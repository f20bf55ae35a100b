// A model's files as TensorFlow.js lays them out, model.json and weights.bin. `tf.loadLayersModel` reads
// them wherever the model's layers are known.
import { runFiles, type RunReader } from "@sluice/runs/run_storage";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { readRequired } from "./read_run_parts.ts";

/** The name by which `model.json` calls the weights. */
const WEIGHTS = "weights.bin";

/** The contents of `model.json` and `weights.bin`. */
export interface ModelArtifacts {
  /** `model.json`, which lies beside the weights. */
  topology: string;
  /** `weights.bin`. */
  weights: Uint8Array<ArrayBuffer>;
}

/** A model's topology and weights as files. */
export async function modelArtifacts(model: LayersModel): Promise<ModelArtifacts> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(tf.io.withSaveHandler((given) => {
    artifacts = given;
    return Promise.resolve({
      modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(given),
    });
  }));
  const { modelTopology, weightSpecs, weightData, format, generatedBy } = artifacts!;
  const { userDefinedMetadata } = artifacts!;
  const bytes = tf.io.CompositeArrayBuffer.join(weightData as ArrayBuffer | ArrayBuffer[]);
  const json = {
    format,
    generatedBy,
    convertedBy: null,
    ...(userDefinedMetadata === undefined ? {} : { userDefinedMetadata }),
    modelTopology,
    weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs }],
  };
  return { topology: JSON.stringify(json) + "\n", weights: new Uint8Array(bytes) };
}

/**
 * Gives a model the weights that {@linkcode modelArtifacts} took of one like it.
 *
 * @throws {Error} One line, where a file is missing or damaged, or the shapes are not the model's.
 */
export async function setModelWeights(run: RunReader, model: LayersModel): Promise<void> {
  const { location } = run;
  const manifest = parseManifest(
    await readRequired(run, runFiles.topology),
    `${location}/${runFiles.topology}`,
  );
  const bytes = await readRequired(run, runFiles.weights);
  const expected = model.weights.map((weight) => tf.util.sizeFromShape(weight.shape as number[]));
  const given = manifest.map((spec) => tf.util.sizeFromShape(spec.shape));
  if (expected.join() !== given.join()) {
    throw new Error(
      `${location}/${runFiles.topology}: its weights are not those of the run's model`,
    );
  }
  const size = given.reduce((sum, values) => sum + 4 * values, 0);
  if (bytes.length !== size) {
    throw new Error(
      `${location}/${runFiles.weights}: expected ${size} bytes, found ${bytes.length}; ` +
        `is it cut short?`,
    );
  }
  const tensors = tf.io.decodeWeights(bytes.slice().buffer as ArrayBuffer, manifest);
  model.setWeights(manifest.map((spec) => tensors[spec.name]!));
  tf.dispose(tensors);
}

function parseManifest(bytes: Uint8Array, path: string): tf.io.WeightsManifestEntry[] {
  try {
    const weights = JSON.parse(new TextDecoder().decode(bytes)).weightsManifest[0].weights;
    const isEntry = (entry: { name?: unknown; shape?: unknown; dtype?: unknown } | null) =>
      typeof entry?.name === "string" && entry.dtype === "float32" && Array.isArray(entry.shape) &&
      entry.shape.every((size) => Number.isInteger(size) && size >= 0);
    if (Array.isArray(weights) && weights.every(isEntry)) return weights;
  } catch {
    // Reported below.
  }
  throw new Error(`${path}: not a model that this Sluice can read`);
}
