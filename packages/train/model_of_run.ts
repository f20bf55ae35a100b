// From a run's configuration to its model.
import type { ModelConfig } from "@sluice/models";
import type { Task } from "@sluice/runs/task";
import type { TrainConfig } from "@sluice/runs/train_config";

/**
 * The configuration of the model of a run.
 *
 * @param config The run's configuration.
 * @param vocabSize The number of the tokenizer's tokens.
 * @param task What is learnt.
 */
export function modelOfRun(
  config: TrainConfig,
  vocabSize: number,
  { outputs }: Pick<Task, "outputs">,
): ModelConfig {
  const { holdGate, holdGateAt = 1, ...model } = config.model;
  return {
    ...model,
    architecture: config.model.architecture as ModelConfig["architecture"],
    vocabSize,
    outputs,
    ...(holdGate === undefined ? {} : { heldGates: { [holdGate]: holdGateAt } }),
    seed: config.training.seed,
  };
}
