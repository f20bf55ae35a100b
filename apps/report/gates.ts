// What trained models do with one gate held at a constant.
import { type Ablation, finalRow } from "@sluice/runs";
import type { Configuration } from "./comparisons.ts";
import { type Spread, spread } from "./statistics/spread.ts";

/** One gate of one configuration held at one value. */
export interface HeldGate {
  /** The name of the configuration. */
  label: string;
  /** The gate. */
  gate: Ablation["gate"];
  /** What it was held at. */
  heldAt: number;
  /** The accuracy with the gate held. */
  accuracy: Spread;
  /** That less the accuracy of the same runs with their gates free. */
  accuracyChange: Spread;
  /** The loss with the gate held. */
  loss: Spread;
  /** That less the loss of the same runs with their gates free. */
  lossChange: Spread;
}

/** The gates of an LSTM, in the order of tables. */
export const GATES: readonly Ablation["gate"][] = ["input", "forget", "output"];

/** The gates that were held, over the runs of a configuration that tried; by value, then by gate. */
export function heldGates({ label, runs }: Configuration): HeldGate[] {
  const trials = runs.flatMap(({ record }) =>
    (record.ablations ?? []).map((ablation) => ({ ...ablation, free: finalRow(record)! }))
  );
  return [...Map.groupBy(trials, ({ gate, heldAt }) => `${gate} ${heldAt}`).values()]
    .map((group) => ({
      label,
      gate: group[0]!.gate,
      heldAt: group[0]!.heldAt,
      accuracy: spread(group.map(({ accuracy }) => accuracy)),
      accuracyChange: spread(group.map(({ accuracy, free }) => accuracy - free.test.accuracy)),
      loss: spread(group.map(({ loss }) => loss)),
      lossChange: spread(group.map(({ loss, free }) => loss - free.test.loss)),
    }))
    .sort((a, b) => a.heldAt - b.heldAt || GATES.indexOf(a.gate) - GATES.indexOf(b.gate));
}
