/**
 * Trains text classifiers, and keeps all that is known of a run in its folder.
 *
 * {@linkcode train} is the loop, {@linkcode loadRun} gives back what it trained. The entry points
 * `./run_record`, `./run_folder` and `./train_config` need no TensorFlow.
 *
 * @module
 */
export { train, type TrainOptions } from "./train.ts";
export type {
  EpochProgress,
  EvaluateProgress,
  StartProgress,
  StepProgress,
  TokenizingProgress,
  TrainProgress,
} from "./train_progress.ts";
export type {
  DataSection,
  ModelSection,
  OptimizerSection,
  TrainConfig,
  TrainConfigInput,
  TrainingSection,
} from "./train_config.ts";
export { completeTrainConfig } from "./train_config.ts";
export { evaluateRun, type LoadedRun, loadRun, type LoadRunOptions, predict } from "./load_run.ts";
export {
  ablateRun,
  type AblateRunOptions,
  type AblationResult,
  saveAblations,
  STUDY_HELD_AT,
} from "./ablate_run.ts";
export {
  type ExportFormat,
  exportFormats,
  exportRun,
  type ExportRunOptions,
} from "./export_run.ts";
export {
  compare,
  type ComparedRow,
  type CompareOptions,
  type CompareResult,
  type PlannedRun,
} from "./compare.ts";
export type { Recipe, RecipeRow } from "./recipe.ts";
export { evaluate, type EvaluateOptions, type Evaluation } from "./evaluate.ts";
export { binaryCrossEntropy, binaryMetrics, type Metrics, sigmoid } from "./binary_metrics.ts";
export { describeMachine, describeVersions } from "./describe_run.ts";
export type { TrainingState } from "./checkpoint.ts";
export { decodeSafetensors, encodeSafetensors, type NamedTensor } from "./safetensors.ts";
export type { RunRecord } from "./run_record.ts";
