// Under which conditions runs were made: what they share, and on what they were computed.
import { configurationOptions } from "./configuration_options.ts";
import type { Comparison } from "./comparisons.ts";
import { describeDevice } from "./describe_device.ts";
import { modelOptions } from "./model_options.ts";

/** The conditions of a comparison. */
export interface Conditions {
  /** The options that all configurations share, by name. */
  shared: Record<string, string>;
  /** How configurations were trained where that is not the same for all: the options, and whose they are. */
  differing: { options: Record<string, string>; labels: string[] }[];
  /** By kind of weight, the ways in which it is drawn first. */
  initialization: Record<string, string[]>;
  /** What computed: processor, device, and what is its own. */
  machines: string[];
  /** The versions that computed. */
  versions: string[];
}

// These are said elsewhere, or mean nothing to a reader.
const SAID_ELSEWHERE = new Set([
  "architecture",
  "dataSet",
  "examples",
  "fingerprint",
  "initialization",
]);

/** What a configuration's name and its row say: what the model is, and for how long it was trained. */
const SAID_IN_ROWS = new Set([...modelOptions("structure", "variant"), "epochs", "name"]);

/** The conditions under which the runs of a comparison were made. */
export function conditions({ configurations }: Comparison): Conditions {
  const records = configurations.flatMap(({ runs }) => runs.map((run) => run.record));
  const options = configurations.map(({ runs }) => configurationOptions(runs[0].record));
  const shared = [...options[0]!].filter(([name, value]) =>
    !SAID_ELSEWHERE.has(name) && options.every((other) => other.get(name) === value)
  );
  const names = new Set(options.flatMap((own) => [...own.keys()]));
  const differs = [...names].sort().filter((name) =>
    !SAID_ELSEWHERE.has(name) && !SAID_IN_ROWS.has(name) &&
    options.some((own) => own.get(name) !== options[0]!.get(name))
  );
  const groups = new Map<string, Conditions["differing"][number]>();
  options.forEach((own, index) => {
    const values = Object.fromEntries(differs.map((name) => [name, own.get(name) ?? "none"]));
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { options: values, labels: [] };
    group.labels.push(configurations[index]!.label);
    groups.set(key, group);
  });
  const kinds = new Map<string, Set<string>>();
  for (const { initialization } of records) {
    for (const [weight, way] of Object.entries(initialization)) {
      const kind = weight.slice(weight.lastIndexOf(".") + 1);
      kinds.set(kind, (kinds.get(kind) ?? new Set()).add(way));
    }
  }
  return {
    shared: Object.fromEntries(shared),
    differing: differs.length === 0 ? [] : [...groups.values()],
    initialization: Object.fromEntries(
      [...kinds].sort(([a], [b]) => a < b ? -1 : 1).map(([kind, ways]) => [kind, [...ways].sort()]),
    ),
    machines: distinct(records.map(describeDevice)),
    versions: distinct(
      records.map(({ versions }) =>
        `Sluice ${versions.sluice}, Deno ${versions.deno}, TensorFlow.js ${versions.tfjs}`
      ),
    ),
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
