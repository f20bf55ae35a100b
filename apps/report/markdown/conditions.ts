// Under which conditions runs were made, in a few lines.
import type { Conditions } from "../conditions.ts";
import { optionLabel } from "../option_label.ts";
import { escape } from "./table.ts";

/** The conditions as a list. */
export function conditionsList(
  { shared, differing, initialization, machines, versions }: Conditions,
): string[] {
  const pairs = (entries: [string, string][]) =>
    entries.map(([name, value]) => `${escape(name)} ${escape(value)}`).join(", ");
  const options = (values: Record<string, string>) =>
    pairs(Object.entries(values).map(([name, value]) => [optionLabel(name), value]));
  const kinds = Object.entries(initialization)
    .map(([kind, ways]): [string, string] => [kind, ways.join(" or ")]);
  return [
    "### Conditions",
    [
      ...(Object.keys(shared).length > 0 ? [`- The same for every run: ${options(shared)}.`] : []),
      ...differing.map(({ options: values, labels }) =>
        `- ${options(values)}: ${labels.map(escape).join("; ")}.`
      ),
      ...(kinds.length > 0 ? [`- First weights: ${pairs(kinds)}.`] : []),
      ...machines.map((machine) => `- Computed on: ${escape(machine)}.`),
      ...versions.map((version) => `- With ${escape(version)}.`),
    ].join("\n"),
  ];
}
