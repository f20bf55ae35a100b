// Which reviews a run trains on, holds out and tests on: decided by the configuration and its seed.
import { type Dataset, type Example, takeBalanced } from "@sluice/data";
import type { DataSection } from "./train_config.ts";

/** The parts of a data set in their roles. */
export interface SplitExamples {
  /** The reviews to train on. */
  train: Example[];
  /** The training reviews held out to choose an epoch. */
  validation: Example[];
  /** The reviews to test on. */
  test: Example[];
}

/**
 * Draws the reviews of a run from a data set.
 *
 * @throws {Error} One line: the data set has fewer reviews than asked for, or training reviews of one
 * class only.
 */
export function splitExamples(dataset: Dataset, config: DataSection): SplitExamples {
  const { trainSize, testSize, validationShare, seed } = config;
  const drawn = trainSize === undefined
    ? dataset.train
    : takeBalanced(dataset.train, trainSize, seed);
  const test = testSize === undefined ? dataset.test : takeBalanced(dataset.test, testSize, seed);
  const held = Math.round(validationShare * drawn.length);
  const validation = held === 0 ? [] : takeBalanced(drawn, held, seed);
  const heldOut = new Set(validation);
  const train = drawn.filter((example) => !heldOut.has(example));
  for (const [examples, role] of [[train, "training"], [test, "test"]] as const) {
    if (examples.length === 0) throw new Error(`${dataset.location} has no ${role} reviews`);
  }
  const only = new Set(train.map((example) => example.label));
  if (only.size === 1) {
    throw new Error(
      `all ${train.length} training reviews of ${dataset.location} are ` +
        `${only.has(1) ? "positive" : "negative"}; training needs both classes`,
    );
  }
  return { train, validation, test };
}
