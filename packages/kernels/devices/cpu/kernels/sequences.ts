/**
 * The batch's panels, written where the recurrent kernels read them: see assembly/sequences.ts.
 *
 * @module
 */
import type { Arena } from "../runtime/arena.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { SequencePlan } from "../plan_sequences.ts";

/** The fields of `Sequences` in assembly/sequences.ts, in order. */
export const SEQUENCES = {
  batch: "u32",
  steps: "u32",
  inputSize: "u32",
  stateSize: "u32",
  inputDepth: "u32",
  stateDepth: "u32",
  panels: "u32",
  slices: "u32",
  together: "u32",
  reverse: "u32",
  returnSequences: "u32",
  recordMask: "u32",
  recordSize: "u32",
  records: "u32",
  rows: "u32",
  lengths: "u32",
  panelSteps: "u32",
  panelRecord: "u32",
  counter: "u32",
  zeros: "u32",
  input: "u32",
  inputGradient: "u32",
  output: "u32",
  outputGradient: "u32",
} as const;

/** Where a plan's arrays lie, as offsets into a scratch block. */
export interface PlanPlaces {
  rows: number;
  lengths: number;
  panelSteps: number;
  panelRecord: number;
  counter: number;
  zeros: number;
}

/** Takes room for a plan's arrays and `features` zeros. */
export function placePlan(arena: Arena, plan: SequencePlan, features: number): PlanPlaces {
  return {
    rows: arena.take(4 * plan.rows.length),
    lengths: arena.take(4 * plan.lengths.length),
    panelSteps: arena.take(4 * plan.panels),
    panelRecord: arena.take(4 * plan.panels),
    counter: arena.take(4),
    zeros: arena.take(4 * features),
  };
}

/** Writes a plan's arrays into the block at `base`. */
export function writePlan(
  runtime: Runtime,
  base: number,
  places: PlanPlaces,
  plan: SequencePlan,
  panelRecord: Int32Array,
  features: number,
): PlanPlaces {
  runtime.heap.lend((views) => {
    const write = (offset: number, values: Int32Array) =>
      views.integers(base + offset, values.length).set(values);
    write(places.rows, plan.rows);
    write(places.lengths, plan.lengths);
    write(places.panelSteps, plan.panelSteps);
    write(places.panelRecord, panelRecord);
    views.integers(base + places.counter, 1).fill(0);
    views.floats(base + places.zeros, features).fill(0);
  });
  return {
    rows: base + places.rows,
    lengths: base + places.lengths,
    panelSteps: base + places.panelSteps,
    panelRecord: base + places.panelRecord,
    counter: base + places.counter,
    zeros: base + places.zeros,
  };
}
