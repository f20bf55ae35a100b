// A comparison: the rows of a recipe trained one after the other, one run a row and seed.
import type { Dataset } from "@sluice/data";
import { ablateRun, saveAblations, STUDY_HELD_AT } from "./ablate_run.ts";
import { findEqualRun } from "./find_equal_run.ts";
import { loadRun } from "./load_run.ts";
import type { Recipe, RecipeRow } from "./recipe.ts";
import { readRunRecord, type RunRecord } from "./run_record.ts";
import { runPaths } from "./run_paths.ts";
import { train, type TrainOptions } from "./train.ts";
import { completeTrainConfig } from "./train_config.ts";

/** Options of {@linkcode compare}. */
export interface CompareOptions
  extends Pick<TrainOptions, "device" | "threads" | "command" | "onProgress"> {
  /** What to compare. */
  recipe: Recipe;
  /** What to train on. */
  dataset: Dataset;
  /** The folder of runs. */
  runs: string;
  /** Called before each run. */
  onRun?: (run: PlannedRun) => void;
  /** Called where a run fails. */
  onFailure?: (run: PlannedRun, error: Error) => void;
  /** Ends the run in hand as interrupted, and the comparison with it. */
  signal?: AbortSignal;
}

/** A run of a comparison. */
export interface PlannedRun {
  /** Its row. */
  row: RecipeRow;
  /** Its seed. */
  seed: number;
  /** Its folder. */
  folder: string;
  /** `new`, `resumed` where it was stopped before, `reused` where it is finished. */
  kind: "new" | "resumed" | "reused";
  /** Its number, from 1. */
  number: number;
  /** The number of runs. */
  total: number;
}

/** What became of a row. */
export interface ComparedRow {
  /** The row. */
  row: RecipeRow;
  /** The records of its finished runs, by seed, and their folders. */
  runs: { folder: string; seed: number; record: RunRecord }[];
  /** Why others failed. */
  failures: { seed: number; error: string }[];
}

/** What became of a comparison. */
export interface CompareResult {
  /** Whether it was interrupted; all that is finished is there. */
  interrupted: boolean;
  /** The rows, in the recipe's order. */
  rows: ComparedRow[];
}

/**
 * Trains all rows of a recipe with each seed, seed by seed. Finished runs of the same configuration and data
 * are reused, runs that were stopped are gone on with, so the same call again goes on where one was
 * interrupted. A run that fails does not stop the others.
 */
export async function compare(options: CompareOptions): Promise<CompareResult> {
  const { recipe, dataset, runs, signal } = options;
  const result: CompareResult = {
    interrupted: false,
    rows: recipe.rows.map((row) => ({ row, runs: [], failures: [] })),
  };
  const total = recipe.rows.length * recipe.seeds;
  let number = 0;
  for (let offset = 0; offset < recipe.seeds; offset++) {
    for (const compared of result.rows) {
      const { row } = compared;
      const complete = completeTrainConfig(row.input, dataset.name);
      const seed = complete.training.seed + offset;
      const config = { ...complete, training: { ...complete.training, seed } };
      const found = await findEqualRun(runs, config, dataset.fingerprint);
      const planned: PlannedRun = {
        row,
        seed,
        folder: found?.folder ?? await freeFolder(runs, `${row.name}-seed-${seed}`),
        kind: found === undefined
          ? "new"
          : found.record.status === "completed"
          ? "reused"
          : "resumed",
        number: ++number,
        total,
      };
      options.onRun?.(planned);
      try {
        const { folder } = planned;
        const trained = planned.kind === "reused" ? found!.record : await train({
          config,
          dataset,
          folder,
          resume: planned.kind === "resumed",
          ...pick(options),
        });
        if (trained.status === "interrupted") return { ...result, interrupted: true };
        if (row.ablate && !isAblated(trained)) await ablate(folder, options);
        const record = await readRunRecord(runPaths(folder).record);
        compared.runs.push({ folder, seed, record });
      } catch (error) {
        if (signal?.aborted) return { ...result, interrupted: true };
        compared.failures.push({ seed, error: (error as Error).message.split("\n")[0]! });
        options.onFailure?.(planned, error as Error);
      }
    }
  }
  return result;
}

/** What training takes over from the comparison's options. */
function pick({ device, threads, command, onProgress, signal }: CompareOptions) {
  return {
    ...(device === undefined ? {} : { device }),
    ...(threads === undefined ? {} : { threads }),
    ...(command === undefined ? {} : { command }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  };
}

function isAblated({ ablations = [] }: RunRecord): boolean {
  return [1, STUDY_HELD_AT].every((value) =>
    ablations.filter(({ heldAt }) => heldAt === value).length === 3
  );
}

async function ablate(folder: string, options: CompareOptions): Promise<void> {
  const { device, threads, signal } = pick(options);
  const run = await loadRun(folder, {
    ...(device === undefined ? {} : { device }),
    ...(threads === undefined ? {} : { threads }),
  });
  try {
    const { ablations } = await ablateRun(
      run,
      options.dataset,
      signal === undefined ? {} : { signal },
    );
    await saveAblations(folder, ablations);
  } finally {
    run.model.dispose();
  }
}

/** A folder that does not exist yet. */
async function freeFolder(runs: string, name: string): Promise<string> {
  for (let number = 1;; number++) {
    const folder = `${runs}/${name}${number === 1 ? "" : `-${number}`}`;
    try {
      await Deno.lstat(folder);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return folder;
      throw error;
    }
  }
}
