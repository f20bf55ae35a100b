// What a trained LSTM is worth with one of its gates held at a constant: the run's model, unchanged but
// for the gate, on the run's test examples.
import type { Dataset } from "@sluice/data";
import { createModel, gates } from "@sluice/models";
import {
  type Ablation,
  parseRunRecordText,
  runFiles,
  RunFolder,
  STUDY_HELD_AT,
} from "@sluice/runs";
import { evaluate, type Evaluation } from "./evaluate.ts";
import { type LoadedRun, testSplit } from "./load_run.ts";
import { modelOfRun } from "./model_of_run.ts";
import { readRequired } from "./read_run_parts.ts";

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
  free: Omit<Evaluation, "logits">;
  /** Loss and accuracy with one gate held, for each constant and gate. */
  ablations: Ablation[];
  /** The number of test examples. */
  examples: number;
}

/**
 * Tests a trained LSTM with each of its gates (input, forget, output) held at each constant, in all layers
 * and directions.
 *
 * @param run The run.
 * @param dataset The data set that it was trained on, loaded again.
 * @throws {Error} One line: the run's model has no gates, was trained with one held, or the examples
 * are not those of the record.
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
  const measure = async (model: LoadedRun["model"]): Promise<AblationResult["free"]> => {
    const { loss, accuracy, macroF1 } = await evaluate(model, split, run.task, {
      signal,
      onProgress: (done) => onProgress?.(before + done, total),
    });
    before += examples;
    return { loss, accuracy, macroF1 };
  };

  const free = await measure(run.model);
  const ablations: Ablation[] = [];
  for (const value of heldAt) {
    for (const gate of gates) {
      const model = createModel({
        ...modelOfRun(run.config, run.tokenizer.vocabSize, run.task),
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
 * @throws {RunLockedError} Where someone else is writing the run.
 * @throws {Error} One line, where the record cannot be read or written; it is then as it was.
 */
export async function saveAblations(
  folder: string,
  ablations: readonly Ablation[],
): Promise<void> {
  using run = await RunFolder.open(folder);
  const bytes = await readRequired(run, runFiles.record);
  const record = parseRunRecordText(
    new TextDecoder().decode(bytes),
    `${folder}/${runFiles.record}`,
  );
  const kept = (record.ablations ?? []).filter((old) =>
    !ablations.some(({ gate, heldAt }) => gate === old.gate && heldAt === old.heldAt)
  );
  record.ablations = [...kept, ...ablations];
  await run.publish({ [runFiles.record]: JSON.stringify(record, null, 2) + "\n" });
}
