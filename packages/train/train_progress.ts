// What the training loop tells of itself as it goes.
import type { EpochRow, RunRecord } from "@sluice/runs/run_record";
import type { TrainingState } from "./checkpoint.ts";

/** What the training loop tells of itself, by phase. */
export type TrainProgress =
  | TokenizingProgress
  | StartProgress
  | StepProgress
  | EvaluateProgress
  | EpochProgress;

/** Tokens are being learned. */
export interface TokenizingProgress {
  /** The phase. */
  phase: "tokenizing";
  /** The number of training examples. */
  examples: number;
}

/** Everything is ready for the first step. */
export interface StartProgress {
  /** The phase. */
  phase: "start";
  /** The record as it stands. */
  record: Readonly<RunRecord>;
  /** Where training goes on: epoch 1 and step 0 for a new run. */
  state: Readonly<TrainingState>;
  /** What of the device is not as asked for, and why: one thread where threads cannot be had, say. */
  notice?: string;
}

/** A step is done. */
export interface StepProgress {
  /** The phase. */
  phase: "step";
  /** The epoch, from 1. */
  epoch: number;
  /** The number of epochs. */
  epochs: number;
  /** The steps of this epoch that are done. */
  step: number;
  /** The steps of an epoch. */
  steps: number;
  /** The mean loss of the epoch so far, in nats. */
  loss: number;
  /** The accuracy of the epoch so far, 0 to 1. */
  accuracy: number;
  /** Tokens trained on a second, over the epoch so far. */
  tokensPerSecond: number;
  /** The seconds that the rest of the run will take if it goes on like this. */
  secondsLeft: number;
}

/** A batch has been tested. */
export interface EvaluateProgress {
  /** The phase. */
  phase: "evaluate";
  /** Which examples. */
  part: "test" | "validation";
  /** The epoch, from 1. */
  epoch: number;
  /** The number of epochs. */
  epochs: number;
  /** The examples tested. */
  done: number;
  /** The examples to test. */
  total: number;
}

/** An epoch has ended, and is saved. */
export interface EpochProgress {
  /** The phase. */
  phase: "epoch";
  /** Its row in the record. */
  row: EpochRow;
  /** The number of epochs. */
  epochs: number;
}
