// Training under Deno: the run is a folder.
import { RunFolder, type RunRecord } from "@sluice/runs";
import { denoEnvironment } from "./deno_environment.ts";
import { train, type TrainOptions } from "./train.ts";

/** Options of {@linkcode trainInFolder}. */
export interface TrainInFolderOptions extends Omit<TrainOptions, "storage" | "environment"> {
  /** The run's folder. It must not exist yet, unless the run is resumed. */
  folder: string;
}

/**
 * Trains a model and keeps everything about it in the run's folder, which nobody else can write to until
 * it has ended. See {@linkcode train}.
 *
 * @throws {RunExistsError} Where there is something at the new run's place when training is about to
 * begin.
 * @throws {RunLockedError} Where someone else is writing the run that is to be resumed.
 * @throws {Error} One line, for all that {@linkcode train} throws.
 *
 * @example
 * ```ts
 * import { loadDataset } from "@sluice/data";
 * import { completeTrainConfig } from "@sluice/runs";
 * import { trainInFolder } from "@sluice/train";
 *
 * const runs = await Deno.makeTempDir();
 * const record = await trainInFolder({
 *   config: completeTrainConfig({
 *     model: { architecture: "bow" },
 *     data: { trainSize: 200, testSize: 100, vocabSize: 400 },
 *     training: { epochs: 1 },
 *   }, "sample"),
 *   dataset: await loadDataset("sample"),
 *   folder: `${runs}/bow`,
 * });
 * console.log(record.epochs[0]?.test.accuracy);
 * await Deno.remove(runs, { recursive: true });
 * ```
 */
export async function trainInFolder(
  { folder, ...options }: TrainInFolderOptions,
): Promise<RunRecord> {
  using storage = options.resume ? await openRun(folder) : RunFolder.create(folder);
  return await train({ ...options, storage, environment: denoEnvironment() });
}

async function openRun(folder: string): Promise<RunFolder> {
  try {
    await Deno.lstat(`${folder}/run.json`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    // Killed between publishing and placing, there may be one after all.
    const isPublished = await Deno.lstat(`${folder}/.published`).then(() => true, () => false);
    if (!isPublished) throw new Error(`${folder}/run.json: no such file`, { cause: error });
  }
  return await RunFolder.open(folder);
}
