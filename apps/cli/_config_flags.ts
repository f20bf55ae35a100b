// The flags of a run's configuration: the options of the one table that have a flag.
import { describeDefault } from "@sluice/runs/option";
import { listOptions, type PlacedOption } from "@sluice/runs/options";
import { dataSetDefaults } from "@sluice/runs/train_config";
import type { Flag, Flags } from "../command_line/flag.ts";

/** The options that have a flag, by its name. */
export const configOptions: ReadonlyMap<string, PlacedOption> = new Map(
  listOptions().flatMap((placed) =>
    placed.option.flag === undefined ? [] : [[placed.option.flag, placed] as const]
  ),
);

/** Their flags, in the table's order. */
export const configFlags: Flags = Object.fromEntries(
  [...configOptions].map(([name, placed]) => [name, asFlag(placed)]),
);

/** An option as a flag. It has no default: the file may say something, and the data set may, too. */
function asFlag({ section, name, option }: PlacedOption): Flag {
  const { default: _default, ...flag } = option;
  const models = option.models === undefined ? "" : `${option.models.join(", ")}: `;
  const inSample = (dataSetDefaults("sample") as Record<string, Record<string, unknown>>)[section]
    ?.[name];
  const sample = inSample === undefined ? "" : `; sample: ${inSample}`;
  return {
    ...flag,
    ...(option.kind === "boolean" && { negatable: true }),
    defaultText: describeDefault(option) + sample,
    help: models + option.help,
  };
}
