/**
 * Trains text classifiers, and gives back what was trained.
 *
 * {@linkcode trainInFolder} trains in a run's folder, {@linkcode loadRun} gives back what it trained;
 * {@linkcode train} and {@linkcode readClassifier} do the same wherever a run is kept, without a file
 * system.
 *
 * @module
 */
export * from "./ablate_run.ts";
export {
  Classifier,
  type ClassifierParts,
  type ReadClassifier,
  readClassifier,
} from "./classifier.ts";
export type { TrainingState } from "./checkpoint.ts";
export * from "./compare.ts";
export * from "./deno_environment.ts";
export type { Environment } from "./environment.ts";
export { evaluate, type EvaluateOptions, type Evaluation } from "./evaluate.ts";
export {
  type ExportFormat,
  exportFormats,
  exportRun,
  type ExportRunOptions,
} from "./export_run.ts";
export {
  evaluateRun,
  type LoadedRun,
  loadRun,
  type LoadRunOptions,
  type RunEvaluation,
} from "./load_run.ts";
export type { Recipe, RecipeRow } from "./recipe.ts";
export * from "./safetensors.ts";
export { type StepMetrics, train, type TrainOptions } from "./train.ts";
export * from "./train_in_folder.ts";
export * from "./train_progress.ts";
export type { Reduce } from "./training_step.ts";
