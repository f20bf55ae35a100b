// Runs that are there already: finished ones need not be trained again, others can be gone on with.
import { isDeepStrictEqual } from "node:util";
import { readRunRecord, type RunRecord } from "./run_record.ts";
import { recordedConfig } from "./recorded_config.ts";
import { runPaths } from "./run_paths.ts";
import type { TrainConfig } from "./train_config.ts";

/** A run in a folder of runs. */
export interface FoundRun {
  /** Its folder. */
  folder: string;
  /** Its record. */
  record: RunRecord;
}

/**
 * Finds a run of the same configuration, seed included, on the same data: a completed one, or else one that
 * was stopped, in the order of their names. Names do not matter, nor where the data lay. Folders whose
 * record cannot be read are passed over.
 *
 * @param runs The folder of runs, which need not exist.
 * @param config The configuration.
 * @param fingerprint The data set's fingerprint.
 */
export async function findEqualRun(
  runs: string,
  config: TrainConfig,
  fingerprint: string,
): Promise<FoundRun | undefined> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(runs)) names.push(name);
  } catch {
    return undefined; // No folder, no runs.
  }
  let stopped: FoundRun | undefined;
  for (const name of names.sort()) {
    const folder = `${runs}/${name}`;
    const path = runPaths(folder).record;
    try {
      const record = await readRunRecord(path);
      if (record.data.fingerprint !== fingerprint) continue;
      if (!isDeepStrictEqual(comparable(recordedConfig(record, path)), comparable(config))) {
        continue;
      }
      if (record.status === "completed") return { folder, record };
      stopped ??= { folder, record };
    } catch {
      continue;
    }
  }
  return stopped;
}

function comparable({ model, data, optimizer, training }: TrainConfig) {
  return { model, data: { ...data, source: "" }, optimizer, training };
}
