// How loss and accuracy go over the epochs, over all runs of a configuration.
import type { EpochRow } from "@sluice/runs";
import { max, mean, min } from "simple-statistics";
import type { Configuration } from "./comparisons.ts";

/** A figure at one epoch: its mean over the runs, and between which values they lie. */
export interface CurveValue {
  /** The mean. */
  mean: number;
  /** The lowest. */
  low: number;
  /** The highest. */
  high: number;
}

/** One epoch of a curve. */
export interface CurvePoint {
  /** The number of the epoch. */
  epoch: number;
  /** The loss on the training examples. */
  trainLoss: CurveValue;
  /** The accuracy on the training examples. */
  trainAccuracy: CurveValue;
  /** The loss on the test examples. */
  testLoss: CurveValue;
  /** The accuracy on the test examples. */
  testAccuracy: CurveValue;
}

/** The learning curve of a configuration. */
export interface Curve {
  /** Its name. */
  label: string;
  /** Its epochs, as far as any run went. */
  points: CurvePoint[];
}

/** The learning curve of a configuration. */
export function learningCurve({ label, runs }: Configuration): Curve {
  const byEpoch = Map.groupBy(runs.flatMap(({ record }) => record.epochs), ({ epoch }) => epoch);
  const points = [...byEpoch].sort(([a], [b]) => a - b).map(([epoch, rows]) => ({
    epoch,
    trainLoss: value(rows, ({ train }) => train.loss),
    trainAccuracy: value(rows, ({ train }) => train.accuracy),
    testLoss: value(rows, ({ test }) => test.loss),
    testAccuracy: value(rows, ({ test }) => test.accuracy),
  }));
  return { label, points };
}

function value(rows: readonly EpochRow[], figure: (row: EpochRow) => number): CurveValue {
  const values = rows.map(figure);
  return { mean: mean(values), low: min(values), high: max(values) };
}
