// Finds the runs in a folder, and tells those that count from those that do not, and why.
import {
  decideLabel,
  finalRow,
  isRunLocked,
  type Prediction,
  PUBLISHED,
  readPredictions,
  readRunRecord,
  runPaths,
  type RunRecord,
  Task,
} from "@sluice/runs";
import { plural } from "./markdown/numbers.ts";
import { type TestPredictions, TestSets } from "./test_predictions.ts";

/** A completed run. */
export interface Run {
  /** The path of its folder within the folder of runs, with `/` between names. */
  name: string;
  /** Its record. */
  record: RunRecord;
  /** What it says about the test examples, where that was saved and agrees with the record. */
  predictions?: TestPredictions;
}

/** Something in the folder that a report does not count, or not in full. */
export interface SetAside {
  /** The run's name. */
  name: string;
  /** Why, in one line. */
  reason: string;
}

/** What a folder of runs holds. */
export interface Runs {
  /** The runs that count, in the order of their names. */
  completed: Run[];
  /** What does not count, or not in full, in the order of names. */
  setAside: SetAside[];
}

// What a run writes before and besides its record: a folder with one of these is a run's.
const RUN_FILES = new Set(
  Object.values(runPaths("")).map((path) => path.slice(1)).filter((name) => name !== "run.json"),
);
const MAX_DEPTH = 4;

/**
 * Reads every run in a folder and in its subfolders. A run that cannot be read, has not completed, or
 * is of an unknown version is set aside with the reason.
 *
 * @throws {Error} One line, if the folder cannot be read.
 */
export async function readRuns(directory: string): Promise<Runs> {
  const completed: Run[] = [];
  const setAside: SetAside[] = [];
  const testSets = new TestSets();
  for (const name of await findRuns(directory, "", 0)) {
    const folder = name === "." ? directory : `${directory}/${name}`;
    const paths = runPaths(folder);
    let record;
    try {
      record = await readRunRecord(paths.record, "run.json");
    } catch (error) {
      setAside.push({ name, reason: (error as Error).message });
      continue;
    }
    if (record.status !== "completed") {
      const isLocked = await isRunLocked(folder);
      setAside.push({ name, reason: describeStatus(record, isLocked) });
      continue;
    }
    const run: Run = { name, record };
    try {
      const rows = await readPredictions(paths.predictions, "predictions.jsonl");
      checkPredictions(rows, record);
      run.predictions = await testSets.add(rows);
    } catch (error) {
      const reason = `counted without its predictions: ${(error as Error).message}`;
      setAside.push({ name, reason });
    }
    completed.push(run);
  }
  return { completed, setAside };
}

/** The names of the folders that are runs, in order. */
async function findRuns(directory: string, name: string, depth: number): Promise<string[]> {
  const folder = name === "" ? directory : `${directory}/${name}`;
  let entries;
  try {
    entries = (await Array.fromAsync(Deno.readDir(folder)))
      .sort((a, b) => a.name < b.name ? -1 : 1);
  } catch (error) {
    if (name !== "") return [name];
    if (error instanceof Deno.errors.NotFound) {
      throw new Error(`no runs: there is no folder ${directory}`, { cause: error });
    }
    const reason = (error as Error).message.replace(/: readdir '.*'$/s, "");
    throw new Error(`no runs: ${directory} cannot be read: ${reason}`, { cause: error });
  }
  const names = entries.map((entry) => entry.name);
  // A writer that was killed may have left all that counts where readers look first.
  if (names.includes("run.json") || names.includes(PUBLISHED)) return [name === "" ? "." : name];
  const found: string[] = [];
  if (depth < MAX_DEPTH) {
    for (const entry of entries) {
      if (entry.name.startsWith(".") || RUN_FILES.has(entry.name)) continue;
      const inner = name === "" ? entry.name : `${name}/${entry.name}`;
      if (!entry.isDirectory && !await isLinkedFolder(`${directory}/${inner}`, entry)) continue;
      found.push(...await findRuns(directory, inner, depth + 1));
    }
  }
  if (found.length > 0 || name === "") return found;
  // A run that was killed before its first record leaves its folder, empty or with its first files.
  return names.every((name) => name.startsWith(".") || RUN_FILES.has(name)) ? [name] : [];
}

/** Whether an entry is a link to a folder: runs are often kept on another disk. */
async function isLinkedFolder(path: string, entry: Deno.DirEntry): Promise<boolean> {
  if (!entry.isSymlink) return false;
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}

function describeStatus(record: RunRecord, isLocked: boolean): string {
  const { epochs: planned } = record.configuration.training;
  const progress = `after ${record.epochs.length} of ${planned} epochs`;
  switch (record.status) {
    case "failed":
      return `failed ${progress}: ${record.error ?? "no reason is recorded"}`;
    case "interrupted":
      return `interrupted ${progress}`;
    default:
      return `${isLocked ? "still running," : "killed"} ${progress}`;
  }
}

/** Throws unless predictions are about the record's labels and give the accuracy that it says. */
function checkPredictions(rows: readonly Prediction[], record: RunRecord): void {
  const { outputs, labels } = new Task(record.task.labels);
  const odd = rows.find(({ probabilities }) => probabilities.length !== outputs);
  if (odd !== undefined) {
    throw new Error(
      `${plural(odd.probabilities.length, "probability", "probabilities")} of ${odd.id}, ` +
        `where ${plural(labels.length, "label")} call for ${outputs}`,
    );
  }
  const right =
    rows.filter(({ label, probabilities }) => decideLabel(probabilities) === label).length;
  const recorded = finalRow(record)!.test.accuracy;
  if (rows.length !== record.data.test.examples) {
    throw new Error(`${rows.length} predictions for ${record.data.test.examples} test examples`);
  }
  if (Math.abs(right / rows.length - recorded) > 1e-6) {
    throw new Error(
      `they give an accuracy of ${(right / rows.length).toFixed(4)}, ` +
        `the record's is ${recorded.toFixed(4)}`,
    );
  }
}
