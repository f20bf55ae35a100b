// What no single value tells: whether the options of a run go together. Before any data are read.
import { checkModelConfig } from "@sluice/models/check_model_config";
import { architectures } from "@sluice/models/model_config";
import { listOptions } from "@sluice/runs/options";
import { completeTrainConfig, type TrainConfigInput } from "@sluice/runs/train_config";
import { modelOfRun } from "@sluice/train/model_of_run";
import { isDeepStrictEqual } from "node:util";
import { didYouMean } from "../command_line/did_you_mean.ts";
import { UsageError } from "../command_line/usage_error.ts";

/**
 * Checks a configuration whose values are each within their limits.
 *
 * @param input The configuration, without defaults.
 * @param where What the user calls an option, by its place in the configuration: `--layers`, or
 * `recipe.yaml: model.layers`.
 * @throws {UsageError} One line that names the options.
 */
export function checkConfiguration(
  input: TrainConfigInput,
  where: (key: string) => string,
): void {
  const config = completeTrainConfig(input, "");
  const { architecture } = config.model;
  checkArchitecture(architecture, where("model.architecture"));
  checkModels(input, architecture, where);
  if (input.model?.holdGateAt !== undefined && input.model.holdGate === undefined) {
    throw new UsageError(`${where("model.holdGateAt")}: which gate? it goes with --hold-gate GATE`);
  }
  try {
    // The numbers of tokens and labels come from the data, and any will do.
    checkModelConfig(modelOfRun(config, config.data.vocabSize, { outputs: 1 }));
  } catch (error) {
    const { message } = error as Error;
    const given = Object.keys(input.model ?? {}).filter((name) => namesOption(message, name));
    const named = given.map((name) => where(`model.${name}`)).join(" and ");
    throw new UsageError(`${named === "" ? "" : `${named}: `}${message.split("\n")[0]}`, {
      cause: error,
    });
  }
}

function checkArchitecture(name: string, where: string): void {
  if ((architectures as readonly string[]).includes(name)) return;
  throw new UsageError(
    `${where === "" ? "" : `${where}: `}unknown model ${name}${didYouMean(name, architectures)} ` +
      `(models: ${architectures.join(", ")})`,
  );
}

/** Refuses options that go with other models, unless they say what is so anyway. */
function checkModels(
  input: TrainConfigInput,
  architecture: string,
  where: (key: string) => string,
): void {
  for (const { key, section, name, option } of listOptions()) {
    const { models, before, default: usual } = option;
    if (models === undefined || models.includes(architecture)) continue;
    const value = (input[section] as Record<string, unknown> | undefined)?.[name];
    if (value === undefined || isDeepStrictEqual(value, before ?? usual)) continue;
    throw new UsageError(
      `${where(key)}: goes with ${models.join(", ")} alone; the model is ${architecture}`,
    );
  }
}

function namesOption(message: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(message);
}
