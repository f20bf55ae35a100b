/**
 * What the recurrent kernels share: the batch's panels, written where the assembly reads them.
 *
 * @module
 */
import type { Runtime } from "../runtime/runtime.ts";
import type { SequencePlan } from "../ops/sequences.ts";

/** The fields of `Sequences` in assembly/recurrent.ts, in order. */
export const SEQUENCES = {
  steps: "u32",
  inputSize: "u32",
  stateSize: "u32",
  inputDepth: "u32",
  stateDepth: "u32",
  panels: "u32",
  slices: "u32",
  reverse: "u32",
  returnSequences: "u32",
  recordMask: "u32",
  recordSize: "u32",
  records: "u32",
  rows: "u32",
  lengths: "u32",
  panelSteps: "u32",
  panelRecord: "u32",
  zeros: "u32",
  input: "u32",
  inputGradient: "u32",
  output: "u32",
  outputGradient: "u32",
} as const;

/** Rounds up to whole tiles of the product. */
export function tileDepth(size: number): number {
  return Math.ceil(size / 8) * 8;
}

/** Bytes for a record: strides of 4 KiB would make all panels' records share cache sets. */
export function recordStride(bytes: number): number {
  return bytes % 4096 === 0 ? bytes + 128 : bytes;
}

/** Cuts consecutive blocks off one scratch block: first measure, then place. */
export class Arena {
  #offset = 0;

  /** The offset of a new part of this many bytes. */
  take(bytes: number): number {
    const offset = this.#offset;
    this.#offset += Math.ceil(bytes / 64) * 64;
    return offset;
  }

  /** Bytes taken so far. */
  get bytes(): number {
    return this.#offset;
  }
}

/** Where a plan's arrays lie, as offsets into a scratch block. */
export interface PlanPlaces {
  rows: number;
  lengths: number;
  panelSteps: number;
  panelRecord: number;
  zeros: number;
}

/** Takes room for a plan's arrays and `features` zeros. */
export function placePlan(arena: Arena, plan: SequencePlan, features: number): PlanPlaces {
  return {
    rows: arena.take(4 * plan.rows.length),
    lengths: arena.take(4 * plan.lengths.length),
    panelSteps: arena.take(4 * plan.panels),
    panelRecord: arena.take(4 * plan.panels),
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
  const write = (offset: number, values: Int32Array) =>
    runtime.integers(base + offset, values.length).set(values);
  write(places.rows, plan.rows);
  write(places.lengths, plan.lengths);
  write(places.panelSteps, plan.panelSteps);
  write(places.panelRecord, panelRecord);
  runtime.floats(base + places.zeros, features).fill(0);
  return {
    rows: base + places.rows,
    lengths: base + places.lengths,
    panelSteps: base + places.panelSteps,
    panelRecord: base + places.panelRecord,
    zeros: base + places.zeros,
  };
}
