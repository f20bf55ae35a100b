// What a trained LSTM is worth with one of its gates held at a constant: the run's model, unchanged but
// for the gate, on the run's test reviews.
import type { Dataset } from "@sluice/data";
import { createModel, gates } from "@sluice/models";
import type { Metrics } from "./binary_metrics.ts";
import { evaluate } from "./evaluate.ts";
import { type LoadedRun, testSplit } from "./load_run.ts";
import { modelConfig } from "./model_config.ts";
import { type Ablation, readRunRecord } from "./run_record.ts";
import { runPaths } from "./run_paths.ts";
import { writeFileAtomically } from "./write_file_atomically.ts";

/**
 * What the study that Sluice reproduces held its gates at: sigmoid(1), about 0.731. It meant 1, and set
 * what goes into the sigmoid instead of what comes out.
 */
export const STUDY_HELD_AT: number = 1 / (1 + Math.exp(-1));

/** Options of {@linkcode ablateRun}. */
export interface AblateRunOptions {
  /** The constants, each 0 to 1. Default: 1, and {@linkcode STUDY_HELD_AT}. */
  heldAt?: readonly number[];
  /** Called after each batch with the rows done and the rows in all, over all evaluations. */
  onProgress?: (done: number, total: number) => void;
  /** Stops after the batch in hand; the promise then rejects with its reason. */
  signal?: AbortSignal;
}

/** What {@linkcode ablateRun} measured. */
export interface AblationResult {
  /** Loss and accuracy with all gates free. */
  free: Metrics;
  /** Loss and accuracy with one gate held, for each constant and gate. */
  ablations: Ablation[];
  /** The number of test reviews. */
  examples: number;
}

/**
 * Tests a trained LSTM with each of its gates (input, forget, output) held at each constant, in all layers
 * and directions.
 *
 * @param run The run.
 * @param dataset The data set that it was trained on, loaded again.
 * @throws {Error} One line: the run's model has no gates, was trained with one held, or the reviews are
 * not those of the record.
 */
export async function ablateRun(
  run: LoadedRun,
  dataset: Dataset,
  options: AblateRunOptions = {},
): Promise<AblationResult> {
  const { architecture, holdGate } = run.config.model;
  if (architecture !== "lstm") {
    throw new Error(`${run.folder}: a ${architecture} has no LSTM layers, so no gates to hold`);
  }
  if (holdGate !== undefined) {
    throw new Error(
      `${run.folder} was trained with its ${holdGate} gate held; ablate a run whose gates are free`,
    );
  }
  const { heldAt = [1, STUDY_HELD_AT], signal, onProgress } = options;
  const { split } = testSplit(run, dataset);
  const examples = split.labels.length;
  const total = examples * (1 + heldAt.length * gates.length);
  let before = 0;
  const measure = async (model: LoadedRun["model"]): Promise<Metrics> => {
    const { loss, accuracy } = await evaluate(model, split, {
      signal,
      onProgress: (done) => onProgress?.(before + done, total),
    });
    before += examples;
    return { loss, accuracy };
  };

  const free = await measure(run.model);
  const ablations: Ablation[] = [];
  for (const value of heldAt) {
    for (const gate of gates) {
      const model = createModel({
        ...modelConfig(run.config, run.tokenizer.vocabSize),
        heldGates: { [gate]: value },
      });
      try {
        model.setWeights(run.model.getWeights());
        ablations.push({ gate, heldAt: value, ...await measure(model) });
      } finally {
        model.dispose();
      }
    }
  }
  return { free, ablations, examples };
}

/**
 * Puts ablations into a run's record, in place of those that it has for the same gate and constant.
 *
 * @throws {Error} One line, where the record cannot be read or written; it is then as it was.
 */
export async function saveAblations(
  folder: string,
  ablations: readonly Ablation[],
): Promise<void> {
  const path = runPaths(folder).record;
  const record = await readRunRecord(path);
  const kept = (record.ablations ?? []).filter((old) =>
    !ablations.some(({ gate, heldAt }) => gate === old.gate && heldAt === old.heldAt)
  );
  record.ablations = [...kept, ...ablations];
  await writeFileAtomically(path, JSON.stringify(record, null, 2) + "\n");
}
