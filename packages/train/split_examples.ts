// Which examples a run trains on, holds out and tests on: decided by the configuration and its seed.
import { type Dataset, type Example, takeBalanced, takeStratified } from "@sluice/data";
import type { DataSection } from "@sluice/runs/train_config";

/** The parts of a data set in their roles. */
export interface SplitExamples {
  /** The examples to train on. */
  train: Example[];
  /** The training examples held out to choose an epoch. */
  validation: Example[];
  /** The examples to test on. */
  test: Example[];
}

/**
 * Draws the examples of a run from a data set, in the proportions of its classes or balanced.
 *
 * @throws {Error} One line: the data set has fewer examples than asked for, or training examples of one
 * class only.
 */
export function splitExamples(dataset: Dataset, config: DataSection): SplitExamples {
  const { trainSize, testSize, validationShare, sampling, seed } = config;
  const take = sampling === "balanced" ? takeBalanced : takeStratified;
  const drawn = trainSize === undefined ? dataset.train : take(dataset.train, trainSize, seed);
  const test = testSize === undefined ? dataset.test : take(dataset.test, testSize, seed);
  const held = Math.round(validationShare * drawn.length);
  const validation = held === 0 ? [] : take(drawn, held, seed);
  const heldOut = new Set(validation);
  const train = drawn.filter((example) => !heldOut.has(example));
  for (const [examples, role] of [[train, "training"], [test, "test"]] as const) {
    if (examples.length === 0) throw new Error(`${dataset.location} has no ${role} examples`);
  }
  const classes = new Set(train.map((example) => example.label));
  if (classes.size === 1) {
    const [only] = classes;
    throw new Error(
      `all ${train.length} training examples of ${dataset.location} are ` +
        `${dataset.labels[only!]}; training needs two classes or more`,
    );
  }
  return { train, validation, test };
}
