/**
 * How a batch is cut into panels of eight rows: see assembly/recurrent.ts. Made once a batch, however many
 * layers and passes run over it.
 *
 * @module
 */
import { oncePerBatch } from "./once_per_batch.ts";
import { SLICES } from "./slices.ts";

/** Rows in a panel. */
const LANES = 8;

/** The panels of one batch. */
export interface SequencePlan {
  batch: number;
  /** Time steps of the padded tensors. */
  steps: number;
  panels: number;
  slices: number;
  /** [panels * 8] the row in each lane, longest first, and its length; 0 and 0 in lanes left over. */
  rows: Int32Array;
  lengths: Int32Array;
  /** [panels] the length of the panel's longest row. */
  panelSteps: Int32Array;
  /** Sum of all lengths. */
  tokens: number;
  /** Whether some row ends before the last step, or is empty. */
  ragged: boolean;
}

/** The plan of a batch whose rows have these lengths, 0 to `steps`, and are padded to `steps`. */
export const planSequences: (lengths: Int32Array, steps: number) => SequencePlan = oncePerBatch(
  (lengths, steps) => {
    const batch = lengths.length, panels = Math.ceil(batch / LANES);
    const plan: SequencePlan = {
      batch,
      steps,
      panels,
      slices: Math.min(SLICES, panels),
      rows: new Int32Array(panels * LANES),
      lengths: new Int32Array(panels * LANES),
      panelSteps: new Int32Array(panels),
      tokens: lengths.reduce((sum, length) => sum + length, 0),
      ragged: lengths.some((length) => length < steps || length === 0),
    };
    longestFirst(lengths).forEach((row, lane) => {
      plan.rows[lane] = row;
      plan.lengths[lane] = lengths[row]!;
    });
    for (let panel = 0; panel < panels; panel++) {
      plan.panelSteps[panel] = plan.lengths[panel * LANES]!;
    }
    return plan;
  },
);

/** Row numbers sorted by length, longest first, equal ones in their order. */
export const longestFirst: (lengths: Int32Array) => Int32Array = oncePerBatch((lengths) =>
  Int32Array.from(lengths.keys()).sort((a, b) => lengths[b]! - lengths[a]! || a - b)
);

/** Where each panel's records start, and how many there are: `steps + 1` each, or two for inference. */
export function planRecords(
  plan: SequencePlan,
  keepAll: boolean,
): { panelRecord: Int32Array; records: number } {
  const panelRecord = new Int32Array(plan.panels);
  let records = 0;
  plan.panelSteps.forEach((steps, panel) => {
    panelRecord[panel] = records;
    records += keepAll ? steps + 1 : 2;
  });
  return { panelRecord, records };
}
