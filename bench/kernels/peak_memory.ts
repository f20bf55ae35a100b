/**
 * The most memory that a training run takes.
 *
 * @module
 */
import type { Case } from "./cases.ts";
import type { Side } from "./side.ts";

const STEPS = 12;

/** Mebibytes of a new process that trains for some steps, from its start on; ends it. */
export async function peakMemory(c: Case, side: Side): Promise<number | null> {
  const { peakMebibytes } = await side.measure(c, "train", STEPS);
  await side.close();
  return peakMebibytes;
}
