// From a run's configuration to the configuration of its model.
import type { ModelConfig } from "@sluice/models";
import type { TrainConfig } from "./train_config.ts";

/** The configuration of the model of a run, whose tokenizer has `vocabSize` tokens. */
export function modelConfig(config: TrainConfig, vocabSize: number): ModelConfig {
  const { holdGate, holdGateAt = 1, ...model } = config.model;
  return {
    ...model,
    architecture: config.model.architecture as ModelConfig["architecture"],
    vocabSize,
    ...(holdGate === undefined ? {} : { heldGates: { [holdGate]: holdGateAt } }),
    seed: config.training.seed,
  };
}
