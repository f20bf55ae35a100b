// From what a user calls a run to its folder.
import { isRunLocked, RunLockedError } from "@sluice/runs";
import { didYouMean } from "../command_line/did_you_mean.ts";
import { UsageError } from "../command_line/usage_error.ts";

/**
 * The folder of a run that is named by its path, or by its id in the folder of runs.
 *
 * @throws {Error} One line, where there is no such run.
 */
export async function findRun(run: string, runs: string): Promise<string> {
  const candidates = /[\\/]/.test(run) ? [run] : [`${runs}/${run}`, run];
  for (const folder of candidates) {
    if (await isRun(folder)) return folder.replace(/(?<=.)[\\/]+$/, "");
  }
  const names = await listRuns(runs);
  const hint = names.length === 0
    ? ` (${runs} holds no runs; deno task train lstm makes one)`
    : didYouMean(run, names) || ` (runs in ${runs}: ${names.slice(-5).join(", ")})`;
  throw new Error(`there is no run ${run}${hint}`);
}

/** The names of the runs in a folder, in order. */
async function listRuns(runs: string): Promise<string[]> {
  const names = [];
  try {
    for await (const { name } of Deno.readDir(runs)) {
      if (await isRun(`${runs}/${name}`)) names.push(name);
    }
  } catch {
    // No folder, no runs.
  }
  return names.sort();
}

/** Whether a folder holds a record, in its place or published by a writer that was killed. */
async function isRun(folder: string): Promise<boolean> {
  return await isFile(`${folder}/run.json`) || await isFile(`${folder}/.published/run.json`);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

/**
 * Refuses to write to a run that someone else is writing. Whoever writes takes the lock later; this tells
 * before any long work.
 *
 * @throws {RunLockedError} One line.
 */
export async function checkNotLocked(folder: string): Promise<void> {
  if (await isRunLocked(folder)) throw new RunLockedError(folder);
}

/** The one run that a command's arguments name. */
export function runArgument(command: string, [name, ...rest]: readonly string[]): string {
  if (name === undefined) throw new UsageError(`which run? deno task ${command} RUN`);
  if (rest.length > 0) throw new UsageError(`${command} takes one run; what is ${rest[0]}?`);
  return name;
}
