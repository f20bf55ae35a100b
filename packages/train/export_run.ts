// A run's model in the formats of other software.
import { kerasWeights, stockModel, whyNotStock } from "@sluice/models";
import { encodeKerasH5 } from "./keras_h5.ts";
import { checkRunFolder, folderReader, runFiles, writeFileAtomically } from "@sluice/runs";
import type { LoadedRun } from "./load_run.ts";
import { modelArtifacts } from "./model_artifacts.ts";
import { modelOfRun } from "./model_of_run.ts";
import { readRequired } from "./read_run_parts.ts";
import { encodeSafetensors } from "./safetensors.ts";

/** The formats that {@linkcode exportRun} writes. */
export const exportFormats = ["tfjs", "keras-weights", "safetensors"] as const;

/** One of {@linkcode exportFormats}. */
export type ExportFormat = typeof exportFormats[number];

/** Options of {@linkcode exportRun}. */
export interface ExportRunOptions {
  /**
   * The folder to write to; it is made where it does not exist, and files that are there already are an
   * error. Default: `export/FORMAT` in the run's folder, where an earlier export is replaced.
   */
  output?: string;
  /** Default: `tfjs`. */
  format?: ExportFormat;
}

/** The files of each format. */
const FILES: Readonly<Record<ExportFormat, readonly string[]>> = {
  tfjs: ["weights.bin", "model.json", "tokenizer.json"],
  "keras-weights": ["weights.h5", "tokenizer.json"],
  safetensors: ["weights.safetensors", "tokenizer.json"],
};

/**
 * Writes the model of a run, after its last epoch, and its tokenizer.
 *
 * - `tfjs`: `model.json` and `weights.bin`, a LayersModel of stock layers: `tf.loadLayersModel` loads it
 *   with no code of Sluice's. From token ids int32 [batch, time], right-padded with 0, to
 *   probabilities: of two labels that of the second, float32 [batch, 1], else one a label, float32
 *   [batch, labels]. Its metadata name the labels.
 * - `keras-weights`: `weights.h5`, which Keras's `load_weights` reads.
 * - `safetensors`: `weights.safetensors`, the weights under Keras's names.
 *
 * In both of the latter the last layer, `logits`, gives logits.
 *
 * @returns The paths of the files.
 * @throws {Error} One line: the format cannot hold the model exactly, a file exists, or cannot be written.
 */
export async function exportRun(
  run: LoadedRun,
  options: ExportRunOptions = {},
): Promise<string[]> {
  const { format = "tfjs" } = options;
  const output = options.output ?? `${run.folder}/export/${format}`;
  const config = modelOfRun(run.config, run.tokenizer.vocabSize, run.task);
  if (format === "tfjs") {
    const reason = whyNotStock(config);
    if (reason !== undefined) {
      throw new Error(
        `${run.folder}: a ${config.architecture} cannot be exported as tfjs: ${reason}; ` +
          `its weights can: --format keras-weights or safetensors`,
      );
    }
  }
  const paths = FILES[format].map((name) => `${output}/${name}`);
  if (options.output === undefined) {
    // A link in a run's folder would lead out of it.
    await checkRunFolder(run.folder);
  } else {
    for (const path of paths) {
      if (await exists(path)) throw new Error(`${path} exists already; choose another folder`);
    }
  }
  await makeFolder(output);
  const use = {
    maxLength: run.config.data.maxLength,
    paddingId: 0,
    cleaning: "lower case, <br /> to a space, white space collapsed and trimmed",
    labels: [...run.task.labels],
  };
  if (format === "tfjs") {
    const stock = stockModel(config, run.model);
    try {
      stock.setUserDefinedMetadata({ sluice: use });
      const { topology, weights } = await modelArtifacts(stock);
      // Weights first: a model.json promises that they are there.
      await writeFileAtomically(paths[0]!, weights);
      await writeFileAtomically(paths[1]!, topology);
    } finally {
      stock.dispose();
    }
  } else {
    const weights = await kerasWeights(config, run.model);
    const bytes = format === "safetensors"
      ? encodeSafetensors(weights, { sluice: JSON.stringify(use) })
      : await encodeKerasH5(weights);
    await writeFileAtomically(paths[0]!, bytes);
  }
  // Byte for byte: its fingerprint is in the run's record.
  const tokenizer = await readRequired(folderReader(run.folder), runFiles.tokenizer);
  await writeFileAtomically(paths.at(-1)!, tokenizer);
  return paths;
}

async function makeFolder(path: string): Promise<void> {
  try {
    await Deno.mkdir(path, { recursive: true });
  } catch (error) {
    throw new Error(`cannot make the folder ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory);
  }
}
