// From what a user calls a run to its folder.
import { didYouMean } from "./_suggest.ts";
import { UsageError } from "./_usage_error.ts";

/**
 * The folder of a run that is named by its path, or by its id in the folder of runs.
 *
 * @throws {Error} One line, where there is no such run.
 */
export async function findRun(run: string, runs: string): Promise<string> {
  const candidates = /[\\/]/.test(run) ? [run] : [`${runs}/${run}`, run];
  for (const folder of candidates) {
    if (await isFile(`${folder}/run.json`)) return folder.replace(/(?<=.)[\\/]+$/, "");
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
      if (await isFile(`${runs}/${name}/run.json`)) names.push(name);
    }
  } catch {
    // No folder, no runs.
  }
  return names.sort();
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

/**
 * A new folder's path: the name that was asked for, or the first free one of `lstm-sample-1`,
 * `lstm-sample-2`, ...
 *
 * @throws {UsageError} Where the name is taken, or is not fit for a folder.
 */
export async function newRunFolder(
  runs: string,
  name: string | undefined,
  base: string,
): Promise<string> {
  if (name === undefined) {
    for (let number = 1;; number++) {
      const folder = `${runs}/${base}-${number}`;
      if (!await exists(folder)) return folder;
    }
  }
  checkRunName(name);
  if (await exists(`${runs}/${name}`)) {
    throw new UsageError(
      `${runs}/${name} exists already; choose another --name, or go on with it: --resume ${name}`,
    );
  }
  return `${runs}/${name}`;
}

/** Refuses names that are not fit for a folder. */
export function checkRunName(name: string): void {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.+-]{0,99}$/u.test(name)) {
    throw new UsageError(
      `--name: expected letters, digits, and - _ . + between them, got ${JSON.stringify(name)}`,
    );
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false;
  }
}

/** The one run that a command's arguments name. */
export function runArgument(command: string, [name, ...rest]: readonly string[]): string {
  if (name === undefined) throw new UsageError(`which run? deno task ${command} RUN`);
  if (rest.length > 0) throw new UsageError(`${command} takes one run; what is ${rest[0]}?`);
  return name;
}
