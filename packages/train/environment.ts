// Where a run computes, for its record.
import type { MachineSummary, VersionSummary } from "@sluice/runs/run_record";

/** Where a run computes: what the loop cannot know by itself. */
export interface Environment {
  /** The machine. */
  machine: MachineSummary;
  /** Versions of what computes. */
  versions: VersionSummary;
  /** The largest memory of the process so far, in bytes; 0 where that cannot be known. */
  peakMemoryBytes(): number;
}
