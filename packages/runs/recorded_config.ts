// The configuration of a run that was recorded, checked and complete.
import { checkSchema, describeIssue } from "./check_schema.ts";
import type { RunRecord } from "./run_record.ts";
import { completeTrainConfig, type TrainConfig, trainConfigSchema } from "./train_config.ts";

/**
 * The configuration that a record tells of, to rebuild its model and its data.
 *
 * @param where Where the record comes from, for the error message: a path.
 * @throws {Error} One line, where this version of Sluice does not know one of its options.
 */
export function recordedConfig(record: RunRecord, where: string): TrainConfig {
  const result = checkSchema(trainConfigSchema, record.configuration);
  if (!result.success) {
    throw new Error(`${where}: configuration: ${describeIssue(result.error)}`);
  }
  return completeTrainConfig(result.data, record.data.name);
}
