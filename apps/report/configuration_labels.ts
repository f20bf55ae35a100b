// Short names for configurations, told apart by what differs between them.
import type { RunRecord } from "@sluice/runs";
import { configurationOptions } from "./configuration_options.ts";
import { optionLabel } from "./option_label.ts";

/**
 * A name for each configuration: the recipe's, else one made from the model. Where several would have
 * the same name, the options that differ among them are added.
 *
 * @param records One record of each configuration.
 */
export function labelConfigurations(records: readonly RunRecord[]): string[] {
  const labels = records.map((record) => record.configuration.name ?? describeModel(record));
  return labels.map((label, index) => {
    const namesakes = records.filter((_, other) => labels[other] === label);
    if (namesakes.length === 1) return label;
    const options = namesakes.map(configurationOptions);
    const own = configurationOptions(records[index]!);
    const differing = [...new Set(options.flatMap((flat) => [...flat.keys()]))].sort()
      .filter((key) => new Set(options.map((flat) => flat.get(key))).size > 1);
    const words = differing.map((key) => `${optionLabel(key)} ${own.get(key) ?? "none"}`);
    return `${label} (${words.join(", ")})`;
  });
}

/** The model in a few words: `lstm, 2 layers, bidirectional (sum), mean pooling, forget gate held`. */
export function describeModel({ configuration: { model } }: RunRecord): string {
  const words = [model.architecture];
  const buckets = model["bigramBuckets"];
  if (typeof buckets === "number" && buckets > 0) words.push("hashed bigrams");
  const layers = model["layers"];
  if (typeof layers === "number" && layers > 1) words.push(`${layers} layers`);
  if (model["bidirectional"] === true) {
    const merge = model["merge"];
    words.push(typeof merge === "string" ? `bidirectional (${merge})` : "bidirectional");
  }
  const pool = model["pool"];
  if (typeof pool === "string" && pool !== "last") words.push(`${pool} pooling`);
  const { holdGate, holdGateAt = 1 } = model as { holdGate?: string; holdGateAt?: number };
  if (holdGate !== undefined) words.push(`${holdGate} gate held at ${holdGateAt}`);
  return words.join(", ");
}
