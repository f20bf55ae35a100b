// A model's files as TensorFlow.js lays them out, model.json and weights.bin. `tf.loadLayersModel` reads
// them wherever the model's layers are known.
import { checkSchema, describeIssue } from "@sluice/runs/check_schema";
import { runFiles, type RunReader } from "@sluice/runs/run_storage";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { z } from "zod";
import { isFiniteArray } from "./_model_weights.ts";
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

/** The layers and weights of a run, read and checked, for a model that is not made yet. */
export interface StoredWeights {
  /** The weights in the model's order. */
  tensors: { shape: number[]; data: Float32Array }[];
}

/**
 * Reads what {@linkcode modelArtifacts} took of a model.
 *
 * @param parameters The number of weights that the run's model has: files of any other size are refused
 * before the memory is taken.
 * @throws {Error} One line, where a file is missing or damaged, or holds another number of weights.
 */
export async function readModelWeights(
  run: RunReader,
  parameters: number,
): Promise<StoredWeights> {
  const { location } = run;
  const topology = `${location}/${runFiles.topology}`;
  const shapes = parseShapes(await readRequired(run, runFiles.topology), topology);
  const sizes = shapes.map((shape) => shape.reduce((size, dimension) => size * dimension, 1));
  const given = sizes.reduce((sum, size) => sum + size, 0);
  if (given !== parameters) {
    throw new Error(
      `${topology}: has ${given.toLocaleString("en")} weights, and the model of the run's record ` +
        parameters.toLocaleString("en"),
    );
  }
  const where = `${location}/${runFiles.weights}`;
  const bytes = await readRequired(run, runFiles.weights, 4 * parameters);
  if (bytes.length !== 4 * parameters) {
    throw new Error(
      `${where}: expected ${4 * parameters} bytes, found ${bytes.length}; is it cut short?`,
    );
  }
  let from = 0;
  const tensors = shapes.map((shape, i) => {
    const to = from + 4 * sizes[i]!;
    const data = new Float32Array(bytes.slice(from, to).buffer);
    from = to;
    if (isFiniteArray(data)) return { shape, data };
    throw new Error(`${where}: weight ${i + 1} holds a number that is none; it is damaged`);
  });
  return { tensors };
}

/**
 * Gives a model the weights that {@linkcode readModelWeights} has read of one like it.
 *
 * @param where What errors call their file.
 * @throws {Error} One line, where the shapes are not the model's.
 */
export function setModelWeights(
  model: LayersModel,
  { tensors }: StoredWeights,
  where: string,
): void {
  const describe = (shapes: readonly (readonly (number | null)[])[]) =>
    shapes.map((shape) => `[${shape.join(", ")}]`).join(", ");
  const expected = describe(model.weights.map(({ shape }) => shape));
  const given = describe(tensors.map(({ shape }) => shape));
  if (expected !== given) {
    throw new Error(
      `${where}: its weights are ${given.slice(0, 300)}; the run's model has ${expected}`,
    );
  }
  tf.tidy(() => model.setWeights(tensors.map(({ data, shape }) => tf.tensor(data, shape))));
}

const entrySchema = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)).max(16),
  dtype: z.literal("float32", { error: "expected float32" }),
});

const topologySchema = z.object({
  weightsManifest: z.tuple([z.object({ weights: z.array(entrySchema) })]),
});

function parseShapes(bytes: Uint8Array, path: string): number[][] {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new Error(`${path}: not valid JSON (is it cut short?)`, { cause: error });
  }
  const checked = checkSchema(topologySchema, json);
  if (!checked.success) throw new Error(`${path}: ${describeIssue(checked.error)}`);
  return checked.data.weightsManifest[0].weights.map(({ shape }) => shape);
}
