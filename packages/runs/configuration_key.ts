// The name of a configuration: equal for runs that differ in their seeds alone.
import { canonicalJson } from "./canonical_json.ts";
import { listOptions } from "./options.ts";
import type { JsonValue, RunRecord } from "./run_record.ts";

// Options that say where something lies or which random numbers are drawn, not what is computed.
const SET_ASIDE = new Set([
  "seed",
  "seeds",
  "name",
  "source",
  "location",
  "path",
  "cacheDirectory",
  "downloadUrl",
  "threads",
]);

// What options were before they existed, for records that lack them.
const BEFORE = new Map(
  listOptions().flatMap(({ name, option }) =>
    option.before === undefined ? [] : [[name, option.before] as const]
  ),
);

/**
 * One canonical string for what a run computes: the configuration, the data set's fingerprint, the
 * sizes of its parts, the initialization and the device. Seeds and places are left out, so runs of the
 * same configuration with different seeds have the same key, wherever their data lay; so is the
 * recipe's name for the row.
 */
export function configurationKey(record: RunRecord): string {
  const { model, data, optimizer, training } = record.configuration;
  return canonicalJson({
    model: withoutSetAside(model),
    data: withoutSetAside(data),
    optimizer: withoutSetAside(optimizer),
    optimizerName: record.optimizer.name,
    training: withoutSetAside(training),
    // By kind alone: what a layer is called says nothing about how it starts.
    initialization: [...new Set(Object.values(record.initialization))].sort(),
    device: record.device.device,
    dataSet: record.data.name,
    fingerprint: record.data.fingerprint,
    examples: [
      record.data.train.examples,
      record.data.validation?.examples ?? 0,
      record.data.test.examples,
    ],
    maxLength: record.data.maxLength,
  });
}

function withoutSetAside(
  section: { readonly [option: string]: JsonValue },
): { [option: string]: JsonValue } {
  return Object.fromEntries(
    Object.entries(section).filter(([option, value]) =>
      !SET_ASIDE.has(option) && value !== BEFORE.get(option)
    ),
  );
}
