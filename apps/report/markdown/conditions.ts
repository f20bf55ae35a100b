// Under which conditions runs were made, in a few lines.
import type { Conditions } from "../conditions.ts";
import { escape } from "./table.ts";

/** The conditions as a list. */
export function conditionsList(
  { shared, differing, initialization, machines, versions }: Conditions,
): string[] {
  const pairs = (entries: [string, string][]) =>
    entries.map(([name, value]) => `${escape(name)} ${escape(value)}`).join(", ");
  const kinds = Object.entries(initialization)
    .map(([kind, ways]): [string, string] => [kind, ways.join(" or ")]);
  return [
    "### Conditions",
    [
      ...(Object.keys(shared).length > 0
        ? [`- The same for every run: ${pairs(Object.entries(shared))}.`]
        : []),
      ...differing.map(({ options, labels }) =>
        `- ${pairs(Object.entries(options))}: ${labels.map(escape).join("; ")}.`
      ),
      ...(kinds.length > 0 ? [`- First weights: ${pairs(kinds)}.`] : []),
      ...machines.map((machine) => `- Computed on: ${escape(machine)}.`),
      ...versions.map((version) => `- With ${escape(version)}.`),
    ].join("\n"),
  ];
}
