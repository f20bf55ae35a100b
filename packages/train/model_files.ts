// A model's files as TensorFlow.js lays them out, model.json and weights.bin, each written whole or not
// at all. `tf.loadLayersModel` reads them wherever the model's layers are known.
import * as tf from "@tensorflow/tfjs";
import { writeFileAtomically } from "./write_file_atomically.ts";

const WEIGHTS = "weights.bin";

/**
 * Writes a model's topology and weights to a folder, which must exist.
 *
 * @throws {Error} One line, where a file cannot be written.
 */
export async function writeModelFiles(folder: string, model: tf.LayersModel): Promise<void> {
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
  // Weights first: a model.json promises that they are there.
  await writeFileAtomically(`${folder}/${WEIGHTS}`, new Uint8Array(bytes));
  const json = {
    format,
    generatedBy,
    convertedBy: null,
    ...(userDefinedMetadata === undefined ? {} : { userDefinedMetadata }),
    modelTopology,
    weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs }],
  };
  await writeFileAtomically(`${folder}/model.json`, JSON.stringify(json) + "\n");
}

/**
 * Reads weights that {@linkcode writeModelFiles} wrote into a model of the same topology.
 *
 * @throws {Error} One line, where a file is missing or damaged, or the shapes are not the model's.
 */
export async function readModelWeights(folder: string, model: tf.LayersModel): Promise<void> {
  const path = `${folder}/${WEIGHTS}`;
  const manifest = await readManifest(`${folder}/model.json`);
  const bytes = await Deno.readFile(path).catch((error) => {
    throw new Error(`${path}: cannot be read: ${error.message}`, { cause: error });
  });
  const expected = model.weights.map((weight) => tf.util.sizeFromShape(weight.shape as number[]));
  const given = manifest.map((spec) => tf.util.sizeFromShape(spec.shape));
  if (expected.join() !== given.join()) {
    throw new Error(`${folder}/model.json: its weights are not those of the run's model`);
  }
  const size = given.reduce((sum, values) => sum + 4 * values, 0);
  if (bytes.length !== size) {
    throw new Error(`${path}: expected ${size} bytes, found ${bytes.length}; is it cut short?`);
  }
  const tensors = tf.io.decodeWeights(bytes.buffer, manifest);
  model.setWeights(manifest.map((spec) => tensors[spec.name]!));
  tf.dispose(tensors);
}

async function readManifest(path: string): Promise<tf.io.WeightsManifestEntry[]> {
  let text;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw new Error(`${path}: cannot be read: ${(error as Error).message}`, { cause: error });
  }
  try {
    const weights = JSON.parse(text).weightsManifest[0].weights;
    if (Array.isArray(weights)) return weights;
  } catch {
    // Reported below.
  }
  throw new Error(`${path}: not a model that this Sluice can read`);
}
