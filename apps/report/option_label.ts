// What the report calls an option.
import { listOptions, runOptions } from "@sluice/runs/options";

// The configuration's key calls it so, for every section of a configuration has names of its own.
const LABELS = new Map<string, string>([
  ["optimizerName", runOptions.optimizer.name.label],
  ...listOptions().map(({ name, option }) => [name, option.label] as const),
]);

/** The label of an option in the table of options; a name that is not in it stays as it is. */
export function optionLabel(name: string): string {
  return LABELS.get(name) ?? name;
}
