/**
 * How a recurrent layer's batch is cut into panels of eight rows: see assembly/recurrent.ts.
 *
 * @module
 */

/** Rows in a panel. */
const LANES = 8;
/**
 * Sums of weight gradients are kept in this many parts, whatever the number of threads: that many threads
 * can share a layer's gradient, and the order of the sums never changes.
 */
const SLICES = 8;

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

/**
 * Sorts rows by length and cuts them into panels.
 *
 * @param lengths int32 [batch]; all rows are `steps` long where it is left out.
 * @throws {RangeError} if a length is negative or above `steps`, or their number is not `batch`.
 */
export function planSequences(
  batch: number,
  steps: number,
  lengths?: ArrayLike<number>,
): SequencePlan {
  if (lengths && lengths.length !== batch) {
    throw new RangeError(`there are ${lengths.length} lengths for a batch of ${batch} rows`);
  }
  const lengthOf = (row: number) => lengths ? lengths[row]! : steps;
  let tokens = 0, ragged = false;
  for (let row = 0; row < batch; row++) {
    const length = lengthOf(row);
    if (!(length >= 0 && length <= steps)) {
      throw new RangeError(`the length of row ${row} is ${length}, not from 0 to ${steps}`);
    }
    tokens += length;
    ragged ||= length < steps || length === 0;
  }
  const order = Int32Array.from({ length: batch }, (_, row) => row)
    .sort((a, b) => lengthOf(b) - lengthOf(a) || a - b);
  const panels = Math.ceil(batch / LANES);
  const plan: SequencePlan = {
    batch,
    steps,
    panels,
    slices: Math.min(SLICES, panels),
    rows: new Int32Array(panels * LANES),
    lengths: new Int32Array(panels * LANES),
    panelSteps: new Int32Array(panels),
    tokens,
    ragged,
  };
  order.forEach((row, lane) => {
    plan.rows[lane] = row;
    plan.lengths[lane] = lengthOf(row);
  });
  for (let panel = 0; panel < panels; panel++) {
    plan.panelSteps[panel] = plan.lengths[panel * LANES]!;
  }
  return plan;
}

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
