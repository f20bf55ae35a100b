/**
 * Everything about a training run on disk: its record and the record's versions, its options, its
 * predictions, its files and who may write them. No TensorFlow.
 *
 * @module
 */
export * from "./canonical_json.ts";
export * from "./check_run_folder.ts";
export * from "./configuration_key.ts";
export * from "./check_schema.ts";
export * from "./epoch_rows.ts";
export * from "./epoch_seconds.ts";
export * from "./find_equal_run.ts";
export * from "./memory_storage.ts";
export * from "./parse_epoch_rows.ts";
export * from "./parse_run_record.ts";
export * from "./predictions.ts";
export * from "./quickest_run.ts";
export * from "./read_predictions.ts";
export * from "./read_run_file.ts";
export * from "./read_run_record.ts";
export * from "./recorded_config.ts";
export * from "./run_folder.ts";
export * from "./run_lock.ts";
export * from "./run_paths.ts";
export * from "./run_record.ts";
export * from "./run_storage.ts";
export * from "./same_training.ts";
export * from "./schema.ts";
export * from "./study_held_at.ts";
export * from "./task.ts";
export * from "./train_config.ts";
export * from "./without_times.ts";
export { writeFileAtomically } from "./write_file_atomically.ts";
