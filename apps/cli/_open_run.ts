// What `evaluate` and `ablate` begin with: a trained run, and the data that it was tested on.
import type { Dataset } from "@sluice/data";
import type { LoadedRun } from "@sluice/train";
import type { Flags, FlagValues } from "../command_line/flag.ts";
import { interruptSignal } from "../command_line/interrupt_signal.ts";
import { deviceOptions, launchFlags } from "./_launch_flags.ts";
import { progressFlags } from "./_output_flags.ts";
import { tableOptions } from "./_table_options.ts";
import type { Progress } from "./_progress.ts";

/** The flags that {@linkcode openRun} reads. */
export const openRunFlags = {
  data: {
    kind: "text",
    placeholder: "SOURCE",
    defaultText: "as recorded",
    help: "where the run's data are now",
  },
  test: {
    kind: "text",
    placeholder: "FILE",
    defaultText: "as recorded",
    help: "where the run's rows to test on are now",
  },
  ...launchFlags,
  ...progressFlags,
} as const satisfies Flags;

/** An opened run. */
export interface OpenRun {
  loaded: LoadedRun;
  dataset: Dataset;
  progress: Progress;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** Loads a run and its data. */
export async function openRun(
  folder: string,
  flags: FlagValues<typeof openRunFlags>,
): Promise<OpenRun> {
  const { Progress } = await import("./_progress.ts");
  const { loadDataset } = await import("@sluice/data");
  const { loadRun } = await import("@sluice/train");
  const progress = new Progress(flags.quiet === true);
  const signal = interruptSignal(() => progress.stop());
  const loaded = await loadRun(folder, deviceOptions(flags));
  const { location } = loaded.record.data;
  const dataset = await loadDataset(flags.data ?? location, {
    labels: loaded.config.data.labels,
    table: {
      ...tableOptions(loaded.config.data),
      ...(flags.test === undefined ? {} : { test: flags.test }),
    },
    signal,
    onProgress: (loading) => progress.loading(loading),
  }).catch((error: Error) => {
    // What a record says reaches no network.
    if (flags.data !== undefined || location !== "imdb") throw error;
    throw new Error(`${error.message}; or let it be downloaded: --data imdb`, { cause: error });
  });
  return { loaded, dataset, progress, signal };
}
