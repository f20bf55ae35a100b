// The figures of one configuration over all its runs.
import {
  bestRow,
  type EpochRow,
  epochSeconds,
  finalRow,
  quickestRun,
  selectedRow,
} from "@sluice/runs";
import { median } from "simple-statistics";
import type { Configuration } from "./comparisons.ts";
import { countConfusions } from "./confusion.ts";
import { bootstrapAccuracy } from "./statistics/bootstrap_accuracy.ts";
import { type Spread, spread } from "./statistics/spread.ts";

/** Accuracy and loss on the test examples at one epoch of each run. */
export interface EpochSummary {
  /** The share of test examples labelled rightly. */
  accuracy: Spread;
  /** The mean cross-entropy, in nats. */
  loss: Spread;
  /** The number of the epoch in each run. */
  epochs: number[];
}

/** The figures of one configuration. */
export interface Summary {
  /** Its name. */
  label: string;
  /** The architecture. */
  architecture: string;
  /** The number of weights; the mean where vocabularies differ between seeds. */
  parameterCount: number;
  /** The number of epochs trained. */
  epochs: number;
  /** The names of the runs. */
  runs: string[];
  /** The seeds of each run. */
  seeds: Record<string, number>[];
  /** At the final epoch. */
  final: EpochSummary;
  /** The 95 % bootstrap interval of the mean final accuracy, where predictions were saved. */
  interval?: [low: number, high: number];
  /** The macro F1 at the final epoch, where predictions were saved. */
  macroF1?: Spread;
  /** At the epoch with the highest test accuracy. */
  best: EpochSummary;
  /** At the epoch that held-out training examples chose, where some were held out in every run. */
  selected?: EpochSummary;
  /**
   * Seconds of training an epoch: the median over the epochs of the quickest run. What else a machine does
   * makes runs slower, and nothing makes one quicker than it is.
   */
  trainSeconds: number;
  /** Training tokens a second: the median over the epochs of that run. */
  tokensPerSecond: number;
  /** The largest memory of any run, in bytes. */
  peakMemoryBytes: number;
}

/** Summarises a configuration. */
export function summarize({ label, key, runs }: Configuration): Summary {
  const records = runs.map((run) => run.record);
  // A completed run has epochs.
  const fastest = quickestRun(records)!;
  const selected = records.map(selectedRow);
  const correct = runs.map((run) => run.predictions?.correct);
  const classes = records[0]!.task.labels.length;
  const f1 = runs.flatMap(({ predictions }) =>
    predictions ? [countConfusions(predictions, classes).macroF1] : []
  );
  const testSets = new Set(runs.map((run) => run.predictions?.testSet));
  return {
    label,
    architecture: records[0]!.model.architecture,
    parameterCount: Math.round(
      spread(records.map((record) => record.model.parameterCount)).mean,
    ),
    epochs: records[0]!.configuration.training.epochs,
    runs: runs.map((run) => run.name),
    seeds: records.map((record) => record.seeds),
    final: atEpochs(records.map((record) => finalRow(record)!)),
    // Runs on different examples share no example to draw.
    ...(testSets.size === 1 && !testSets.has(undefined) && {
      interval: bootstrapAccuracy(correct as Uint8Array[], { seed: hash(key) }),
    }),
    ...(f1.length === runs.length && { macroF1: spread(f1) }),
    best: atEpochs(records.map((record) => bestRow(record)!)),
    ...(selected.every((row) => row !== undefined) && { selected: atEpochs(selected) }),
    trainSeconds: epochSeconds(fastest),
    tokensPerSecond: median(fastest.epochs.map((row) => row.tokensPerSecond)),
    peakMemoryBytes: Math.max(...records.map((record) => record.peakMemoryBytes)),
  };
}

function atEpochs(rows: readonly EpochRow[]): EpochSummary {
  return {
    accuracy: spread(rows.map((row) => row.test.accuracy)),
    loss: spread(rows.map((row) => row.test.loss)),
    epochs: rows.map((row) => row.epoch),
  };
}

/** A seed from a string (FNV-1a), so that a configuration's interval depends on nothing but itself. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value | 0;
}
