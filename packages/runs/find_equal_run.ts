// Finding a run that need not be trained again.
import { readRunRecord } from "./read_run_record.ts";
import { recordedConfig } from "./recorded_config.ts";
import { isRunLocked } from "./run_lock.ts";
import { runPaths } from "./run_paths.ts";
import type { RunRecord } from "./run_record.ts";
import { isSameTraining } from "./same_training.ts";
import type { TrainConfig } from "./train_config.ts";

/** A run in a folder of runs. */
export interface FoundRun {
  /** Its folder. */
  folder: string;
  /** Its record. */
  record: RunRecord;
  /** `completed`; `running` where someone is writing it now; else `stopped`. */
  state: "completed" | "running" | "stopped";
}

/** What runs must share to be equal. */
export interface WantedRun {
  /** The configuration, seed included. Names do not matter, nor where the data lay. */
  config: TrainConfig;
  /** The data set's fingerprint. */
  fingerprint: string;
  /** What computes: devices round differently. */
  device: RunRecord["device"]["device"];
}

/**
 * Finds a run of the same configuration on the same data and device: a completed one, or else one that
 * someone is writing now, or else one that was stopped, in the order of their names. Folders whose record
 * cannot be read are passed over.
 *
 * @param runs The folder of runs, which need not exist.
 * @param wanted What to find.
 */
export async function findEqualRun(
  runs: string,
  wanted: WantedRun,
): Promise<FoundRun | undefined> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(runs)) names.push(name);
  } catch {
    return undefined; // No folder, no runs.
  }
  const found: Partial<Record<FoundRun["state"], FoundRun>> = {};
  for (const name of names.sort()) {
    const folder = `${runs}/${name}`;
    const path = runPaths(folder).record;
    try {
      const record = await readRunRecord(path);
      if (record.data.fingerprint !== wanted.fingerprint) continue;
      if (record.device.device !== wanted.device) continue;
      if (!isSameTraining(recordedConfig(record, path), wanted.config)) continue;
      // A finished run may be written to once more, where its gates are held.
      const state = record.status === "completed"
        ? "completed"
        : await isRunLocked(folder)
        ? "running"
        : "stopped";
      found[state] ??= { folder, record, state };
    } catch {
      continue;
    }
  }
  return found.completed ?? found.running ?? found.stopped;
}
