// From a run's configuration to the configuration of its model.
import type { ModelConfig } from "@sluice/models";
import type { TrainConfig } from "./train_config.ts";

/** The configuration of the model of a run, whose tokenizer has `vocabSize` tokens. */
export function modelConfig(config: TrainConfig, vocabSize: number): ModelConfig {
  return {
    ...config.model,
    architecture: config.model.architecture as ModelConfig["architecture"],
    vocabSize,
    seed: config.training.seed,
  };
}
