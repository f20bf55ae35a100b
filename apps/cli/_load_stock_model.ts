// For tests: an exported model, loaded with TensorFlow.js alone.
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import "@tensorflow/tfjs-backend-cpu";

/** Reads a model's files as a browser would fetch them. */
export async function loadStockModel(folder: string): Promise<layers.LayersModel> {
  const json = JSON.parse(await Deno.readTextFile(`${folder}/model.json`));
  const { buffer } = await Deno.readFile(`${folder}/weights.bin`);
  await tf.setBackend("cpu");
  return await layers.loadLayersModel(tf.io.fromMemory({
    modelTopology: json.modelTopology,
    weightSpecs: json.weightsManifest[0].weights,
    weightData: buffer,
    userDefinedMetadata: json.userDefinedMetadata,
  }));
}
