// What `evaluate` and `ablate` begin with: a trained run, and the data that it was tested on.
import type { Dataset } from "@sluice/data";
import type { LoadedRun } from "@sluice/train";
import { findRun, runArgument } from "./_find_run.ts";
import { COMMON_FLAGS, type Flags, type ParsedFlags } from "./_flags.ts";
import { interruptSignal } from "./_interrupt.ts";
import type { Progress } from "./_progress.ts";
import { LAUNCH_FLAGS, parseTrainOptions } from "./_train_options.ts";

/** The flags that {@linkcode openRun} reads. */
export const OPEN_RUN_FLAGS: Flags = {
  data: { value: "SOURCE", help: "where the run's data are now (as recorded)" },
  ...LAUNCH_FLAGS,
  quiet: { help: "print no progress" },
  ...COMMON_FLAGS,
};

/** An opened run. */
export interface OpenRun {
  folder: string;
  loaded: LoadedRun;
  dataset: Dataset;
  progress: Progress;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** Loads the one run that the arguments of `command` name, and its data. */
export async function openRun(
  command: string,
  { flags, positionals }: ParsedFlags,
): Promise<OpenRun> {
  const name = runArgument(command, positionals);
  const { launch } = parseTrainOptions(flags);
  const folder = await findRun(name, launch.runs);

  const { Progress } = await import("./_progress.ts");
  const { loadDataset } = await import("@sluice/data");
  const { loadRun } = await import("@sluice/train");
  const progress = new Progress(flags.has("quiet"));
  const signal = interruptSignal(() => progress.stop());
  const loaded = await loadRun(folder, launch);
  const source = flags.get("data") as string | undefined ?? loaded.record.data.location;
  const dataset = await loadDataset(source, {
    signal,
    onProgress: (loading) => progress.loading(loading),
  });
  return { folder, loaded, dataset, progress, signal };
}
