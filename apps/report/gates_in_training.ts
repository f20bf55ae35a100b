// What models become that are trained with one gate held at a constant from the start.
import type { Ablation, EpochRow, ModelSection, RunRecord } from "@sluice/runs";
import type { Configuration } from "./comparisons.ts";
import { configurationOptions } from "./configuration_options.ts";
import { GATES } from "./gates.ts";
import { type Spread, spread } from "./statistics/spread.ts";

/** A configuration with a gate held, beside the same one with its gates free. */
export interface GateInTraining {
  /** The name of the configuration. */
  label: string;
  /** The name of the one with free gates. */
  free: string;
  /** The gate. */
  gate: Ablation["gate"];
  /** What it was held at. */
  heldAt: number;
  /** The number of epochs trained. */
  epochs: number;
  /** The final test accuracy. */
  accuracy: Spread;
  /** That less the accuracy after as many epochs of the runs with free gates and the same seeds. */
  accuracyChange: Spread;
  /** The final test loss. */
  loss: Spread;
  /** That less the loss after as many epochs of the runs with free gates and the same seeds. */
  lossChange: Spread;
}

// What may differ between the two: curves are compared at the same epoch.
const HELD = ["holdGate", "holdGateAt"] as const satisfies readonly (keyof ModelSection)[];
const NOT_COMPARED = new Set<string>([...HELD, "epochs"]);

/** The configurations that were trained with a gate held and have a counterpart without; by value and gate. */
export function gatesInTraining(configurations: readonly Configuration[]): GateInTraining[] {
  return configurations
    .flatMap((configuration) => besideFree(configuration, configurations) ?? [])
    .sort((a, b) => a.heldAt - b.heldAt || GATES.indexOf(a.gate) - GATES.indexOf(b.gate));
}

function besideFree(
  { label, runs }: Configuration,
  configurations: readonly Configuration[],
): GateInTraining | undefined {
  const [{ record }] = runs;
  const gate = GATES.find((gate) => gate === record.configuration.model["holdGate"]);
  if (gate === undefined) return undefined;
  const wanted = comparedOptions(record);
  const { epochs } = record.configuration.training;
  const candidates = configurations.filter(({ runs: [{ record }] }) =>
    record.configuration.training.epochs >= epochs &&
    !HELD.some((option) => record.configuration.model[option] !== undefined) &&
    comparedOptions(record) === wanted
  );
  const pairsOf = (free: Configuration) =>
    runs.flatMap(({ record: held }) => {
      const other = free.runs.find(({ record }) => haveSameSeeds(record, held))?.record;
      return other ? [[held.epochs[epochs - 1]!, other.epochs[epochs - 1]!] as const] : [];
    });
  // The one that shares most seeds.
  const [best] = candidates
    .map((free) => ({ free: free.label, pairs: pairsOf(free) }))
    .sort((a, b) => b.pairs.length - a.pairs.length);
  if (best === undefined || best.pairs.length === 0) return undefined;
  const over = (figure: (held: EpochRow, free: EpochRow) => number) =>
    spread(best.pairs.map(([held, free]) => figure(held, free)));
  return {
    label,
    free: best.free,
    gate,
    heldAt: Number(record.configuration.model["holdGateAt"] ?? 1),
    epochs,
    accuracy: over((held) => held.test.accuracy),
    accuracyChange: over((held, free) => held.test.accuracy - free.test.accuracy),
    loss: over((held) => held.test.loss),
    lossChange: over((held, free) => held.test.loss - free.test.loss),
  };
}

function comparedOptions(record: RunRecord): string {
  return JSON.stringify(
    [...configurationOptions(record)].filter(([option]) => !NOT_COMPARED.has(option)),
  );
}

function haveSameSeeds(a: RunRecord, b: RunRecord): boolean {
  return Object.entries(a.seeds).every(([name, seed]) =>
    b.seeds[name as keyof RunRecord["seeds"]] === seed
  );
}
