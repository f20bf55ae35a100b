// What `train` was asked to do: flags beat the YAML file, which beats the defaults.
import type { TrainConfigInput } from "@sluice/runs/train_config";
import type { Flags, GivenFlags } from "../command_line/flag.ts";
import { checkConfiguration } from "./_check_configuration.ts";
import { configOptions } from "./_config_flags.ts";
import { type Launch, launchFlags } from "./_launch_flags.ts";
import { parseConfigFile } from "./_parse_config_file.ts";

/** What `train` was asked to do. */
export interface TrainRequest {
  /** The configuration, without defaults. */
  input: TrainConfigInput;
  /** Where and how it is computed. */
  launch: Launch;
}

/** Flags by name, of which those of the configuration and of the launch are looked at. */
export type TrainFlags = GivenFlags<Flags> & Partial<Launch>;

/**
 * Joins flags and YAML file, and checks whether all goes together.
 *
 * @param given The flags given.
 * @param model The model named on the command line.
 * @param yaml The text of the YAML file, and its path for messages.
 * @throws {UsageError} One line: which flag or key, what was expected, what was given.
 */
export function makeTrainRequest(
  given: Readonly<TrainFlags>,
  model?: string,
  yaml?: { text: string; path: string },
): TrainRequest {
  const file = yaml === undefined
    ? { config: {}, launch: {} }
    : parseConfigFile(yaml.text, yaml.path);
  const input: TrainConfigInput = structuredClone(file.config);
  const launch = { device: launchFlags.device.default, runs: launchFlags.runs.default };
  const fromFlag = new Map<string, string>();
  const set = (
    section: "model" | "data" | "optimizer" | "training",
    name: string,
    value: unknown,
  ) => Object.assign(input, { [section]: { ...input[section], [name]: value } });
  if (model !== undefined) {
    set("model", "architecture", model);
    fromFlag.set("model.architecture", "");
  }
  for (const [flag, value] of Object.entries(given)) {
    const placed = configOptions.get(flag);
    if (placed === undefined || value === undefined) continue;
    set(placed.section, placed.name, value);
    fromFlag.set(placed.key, `--${flag}`);
  }
  checkConfiguration(
    input,
    (key) => fromFlag.get(key) ?? (yaml === undefined ? "" : `${yaml.path}: ${key}`),
  );
  const launched = Object.fromEntries(
    Object.entries(given).filter(([flag]) => Object.hasOwn(launchFlags, flag)),
  );
  return { input, launch: { ...launch, ...file.launch, ...launched } };
}
