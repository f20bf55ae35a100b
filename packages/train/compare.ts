// A comparison: the rows of a recipe trained one after the other, one run a row and seed.
import type { Dataset } from "@sluice/data";
import {
  completeTrainConfig,
  findEqualRun,
  isRunLocked,
  readRunRecord,
  RunExistsError,
  RunLockedError,
  runPaths,
  type RunRecord,
  STUDY_HELD_AT,
} from "@sluice/runs";
import { ablateRun, saveAblations } from "./ablate_run.ts";
import { loadRun } from "./load_run.ts";
import type { Recipe, RecipeRow } from "./recipe.ts";
import type { TrainOptions } from "./train.ts";
import { trainInFolder } from "./train_in_folder.ts";

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
  /** Called where another process is training a run of the comparison, which is then waited for. */
  onWait?: (folder: string) => void;
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

/** What is left to do of a comparison. */
interface Job {
  compared: ComparedRow;
  seed: number;
  number: number;
}

const POLL_MILLISECONDS = 1000;

/**
 * Trains all rows of a recipe with each seed, seed by seed. Finished runs of the same configuration, data
 * and device are reused, runs that were stopped are gone on with, so the same call again goes on where one
 * was interrupted; and what another process is training is left to it, and waited for in the end, so two
 * comparisons in one folder share the work. A run that fails does not stop the others.
 */
export async function compare(options: CompareOptions): Promise<CompareResult> {
  const { recipe, signal } = options;
  const result: CompareResult = {
    interrupted: false,
    rows: recipe.rows.map((row) => ({ row, runs: [], failures: [] })),
  };
  const jobs: Job[] = [];
  for (let offset = 0; offset < recipe.seeds; offset++) {
    for (const compared of result.rows) {
      const { training } = completeTrainConfig(compared.row.input, options.dataset.name);
      jobs.push({ compared, seed: training.seed + offset, number: jobs.length + 1 });
    }
  }
  const total = jobs.length;
  const left: { job: Job; folder: string }[] = [];
  for (const job of jobs) {
    const outcome = await runJob(job, total, options);
    if (outcome === "interrupted") return { ...result, interrupted: true };
    if (outcome !== "done") left.push({ job, folder: outcome.runningElsewhere });
  }
  while (left.length > 0) {
    const { job, folder } = left.shift()!;
    options.onWait?.(folder);
    while (await isRunLocked(folder)) {
      if (signal?.aborted) return { ...result, interrupted: true };
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    }
    const outcome = await runJob(job, total, options);
    if (outcome === "interrupted") return { ...result, interrupted: true };
    if (outcome !== "done") left.push({ job, folder: outcome.runningElsewhere });
  }
  for (const { runs } of result.rows) runs.sort((one, other) => one.seed - other.seed);
  return result;
}

/** Trains one run, or finds it; where someone else is training it, tells where. */
async function runJob(
  job: Job,
  total: number,
  options: CompareOptions,
): Promise<"done" | "interrupted" | { runningElsewhere: string }> {
  const { compared, seed, number } = job;
  const { row } = compared;
  const { dataset, runs, signal } = options;
  const complete = completeTrainConfig(row.input, dataset.name);
  const config = { ...complete, training: { ...complete.training, seed } };
  for (;;) {
    const found = await findEqualRun(runs, {
      config,
      fingerprint: dataset.fingerprint,
      device: options.device ?? "cpu",
    });
    if (found?.state === "running") return { runningElsewhere: found.folder };
    const folder = found?.folder ?? await freeFolder(runs, `${row.name}-seed-${seed}`);
    const kind = found === undefined ? "new" : found.state === "completed" ? "reused" : "resumed";
    const planned: PlannedRun = { row, seed, folder, kind, number, total };
    options.onRun?.(planned);
    try {
      const trained = kind === "reused" ? found!.record : await trainInFolder({
        config,
        dataset,
        folder,
        resume: kind === "resumed",
        ...pick(options),
      });
      if (trained.status === "interrupted") return "interrupted";
      if (row.ablate && !isAblated(trained)) await ablate(folder, options);
      const record = await readRunRecord(runPaths(folder).record);
      compared.runs.push({ folder, seed, record });
      return "done";
    } catch (error) {
      if (signal?.aborted) return "interrupted";
      // Someone was quicker. It may have been a run of another kind that took the name.
      if (error instanceof RunExistsError) continue;
      if (error instanceof RunLockedError) return { runningElsewhere: error.folder };
      compared.failures.push({ seed, error: (error as Error).message.split("\n")[0]! });
      options.onFailure?.(planned, error as Error);
      return "done";
    }
  }
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
